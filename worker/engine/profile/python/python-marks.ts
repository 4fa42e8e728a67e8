import type { Mark } from "../mark-dependencies.ts";

/** Web frameworks and application servers by the package that brings them, the most telling first. Source: pypi.org. */
export const PYTHON_FRAMEWORKS: readonly Mark[] = [
  [/^wagtail$/, "wagtail"],
  [/^(?:django|djangorestframework|wagtail|django-ninja|django-cms)$/, "django"],
  [/^fastapi(?:-slim)?$/, "fastapi"],
  [/^(?:flask|apiflask)$/, "flask"],
  [/^litestar$/, "litestar"],
  [/^python-fasthtml$/, "fasthtml"],
  [/^streamlit$/, "streamlit"],
  [/^starlette$/, "starlette"],
  [/^sanic$/, "sanic"],
  [/^quart$/, "quart"],
  [/^robyn$/, "robyn"],
  [/^falcon$/, "falcon"],
  [/^bottle$/, "bottle"],
  [/^pyramid$/, "pyramid"],
  [/^tornado$/, "tornado"],
  [/^gradio$/, "gradio"],
  [/^dash$/, "dash"],
  [/^reflex$/, "reflex"],
  [/^nicegui$/, "nicegui"],
  [/^scrapy$/, "scrapy"],
  [/^apache-airflow$/, "airflow"],
];

/** Libraries that shape a project but are no framework to start it by. */
export const PYTHON_EXTRAS: readonly Mark[] = [
  [/^celery$/, "celery"],
  [/^dramatiq$/, "dramatiq"],
  [/^(?:sqlalchemy|sqlmodel)$/, "sqlalchemy"],
];

/** Drivers by the service that they talk to. Source: the packages' own pages on pypi.org. */
export const PYTHON_DRIVERS: readonly Mark[] = [
  [/^(?:psycopg|psycopg2|psycopg2-binary|psycopg-binary|psycopg-c|asyncpg|aiopg|pg8000|pgvector)$/, "postgres"],
  [/^(?:mysqlclient|pymysql|mysql-connector-python|aiomysql|asyncmy)$/, "mysql"],
  [/^(?:redis|django-redis|rq|django-rq|arq|aioredis|channels-redis)$/, "redis"],
  [/^(?:pymongo|motor|mongoengine|beanie|odmantic)$/, "mongodb"],
  [/^(?:pika|aio-pika|amqp)$/, "rabbitmq"],
  [/^(?:elasticsearch|elasticsearch-dsl)$/, "elasticsearch"],
  [/^(?:pymemcache|pylibmc|python-memcached)$/, "memcached"],
  [/^(?:kafka-python|aiokafka|confluent-kafka)$/, "kafka"],
];

/** What tests start or imitate by themselves; `*` stands for every service. */
export const PYTHON_INSTEAD: readonly Mark[] = [
  [/^testcontainers$/, "*"],
  [/^fakeredis$/, "redis"],
  [/^(?:mongomock|mongomock-motor|pymongo-inmemory)$/, "mongodb"],
  [/^(?:pytest-postgresql|testing-postgresql|pytest-pgsql)$/, "postgres"],
];
