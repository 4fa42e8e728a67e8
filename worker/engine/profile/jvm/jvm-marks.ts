import type { Mark } from "../mark-dependencies.ts";

/** By `group:artifact`, `plugin:id` or `parent:group:artifact`; the most telling first. */
export const JVM_FRAMEWORKS: readonly Mark[] = [
  [/^(?:plugin:|parent:)?org\.springframework\.boot(?:[:.]|$)/, "spring-boot"],
  [/^(?:plugin:)?io\.quarkus(?:\.platform)?(?:[:.]|$)/, "quarkus"],
  [/^(?:plugin:|parent:)?io\.micronaut(?:[:.]|$)/, "micronaut"],
  [/^io\.ktor:ktor-server|^plugin:io\.ktor\.plugin$/, "ktor"],
  [/^plugin:com\.android\.(?:application|library|dynamic-feature|test)$|^plugin:android(?:-library)?$/, "android"],
  [/^io\.vertx:vertx-(?:core|web)/, "vert.x"],
  [/^io\.dropwizard:dropwizard-core$/, "dropwizard"],
  [/^(?:parent:)?io\.helidon\./, "helidon"],
  [/^io\.javalin:javalin/, "javalin"],
  [/^org\.http4k:http4k-/, "http4k"],
  [/^com\.sparkjava:spark-core$/, "spark"],
  [/^(?:plugin:)?(?:org\.grails|io\.github\.grails)/, "grails"],
  [/^(?:plugin:)?org\.playframework(?:\.|$)|^plugin:play$|^(?:com\.typesafe\.play|org\.playframework):play_/, "play"],
  [/^com\.linecorp\.armeria:armeria/, "armeria"],
  [/^io\.jooby:jooby/, "jooby"],
  [/^plugin:io\.ratpack\./, "ratpack"],
  [/^com\.google\.cloud\.functions:functions-framework-api$/, "functions-framework"],
  [/^org\.apache\.struts:struts2-core$/, "struts"],
  [/^com\.vaadin:|^plugin:com\.vaadin/, "vaadin"],
  [/^(?:jakarta\.platform:jakarta\.jakartaee-(?:web-|core-)?api|javax:javaee-(?:web-)?api)$/, "jakarta"],
  [/^org\.springframework:spring-webm?(?:vc|flux)$/, "spring"],
  [/^plugin:org\.jetbrains\.compose$/, "compose-multiplatform"],
  [/^plugin:org\.openjfx\.javafxplugin$|^org\.openjfx:javafx-/, "javafx"],
];

export const JVM_DRIVERS: readonly Mark[] = [
  [
    /^org\.postgresql:(?:postgresql|r2dbc-postgresql)$|^io\.quarkus:quarkus-(?:jdbc|reactive)-pg|^io\.quarkus:quarkus-jdbc-postgresql$|^io\.vertx:vertx-pg-client$/,
    "postgres",
  ],
  [
    /^(?:com\.mysql:mysql-connector-j|mysql:mysql-connector-java|io\.asyncer:r2dbc-mysql|io\.vertx:vertx-mysql-client|io\.quarkus:quarkus-jdbc-mysql)$/,
    "mysql",
  ],
  [/^org\.mariadb(?:\.jdbc)?:(?:mariadb-java-client|r2dbc-mariadb)$/, "mariadb"],
  [/^com\.microsoft\.sqlserver:mssql-jdbc$/, "sqlserver"],
  [
    /^(?:org\.springframework\.boot:spring-boot-starter-data-redis(?:-reactive)?|redis\.clients:jedis|io\.lettuce:lettuce-core|org\.redisson:redisson.*|io\.quarkus:quarkus-redis-client)$/,
    "redis",
  ],
  [
    /^(?:org\.springframework\.boot:spring-boot-starter-data-mongodb(?:-reactive)?|org\.mongodb:mongodb-driver-(?:sync|reactivestreams|kotlin-coroutine)|io\.quarkus:quarkus-mongodb-.*)$/,
    "mongodb",
  ],
  [/^(?:org\.springframework\.boot:spring-boot-starter-amqp|com\.rabbitmq:amqp-client)$/, "rabbitmq"],
  [
    /^(?:org\.springframework\.boot:spring-boot-starter-data-elasticsearch|co\.elastic\.clients:elasticsearch-java)$/,
    "elasticsearch",
  ],
];

const IN_MEMORY =
  /^(?:com\.h2database:h2|org\.hsqldb:hsqldb|org\.apache\.derby:derby|io\.quarkus:quarkus-(?:jdbc|test)-h2)$/;

/** What tests use in the place of a server, or start by themselves. Quarkus and Micronaut start their services for tests. */
export const JVM_INSTEAD: readonly Mark[] = [
  [/^org\.testcontainers:|^org\.springframework\.boot:spring-boot-testcontainers$/, "*"],
  [/^plugin:io\.quarkus(?:[:.]|$)|^plugin:io\.micronaut\.test-resources$/, "*"],
  [IN_MEMORY, "postgres"],
  [IN_MEMORY, "mysql"],
  [IN_MEMORY, "mariadb"],
  [IN_MEMORY, "sqlserver"],
  [/^(?:io\.zonky\.test:embedded-postgres|com\.opentable\.components:otj-pg-embedded)$/, "postgres"],
  [/^de\.flapdoodle\.embed:/, "mongodb"],
  [/:embedded-redis$/, "redis"],
];
