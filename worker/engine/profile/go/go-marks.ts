import type { Mark } from "../mark-dependencies.ts";

/** Modules by import path, with or without a major version behind. */
export const GO_FRAMEWORKS: readonly Mark[] = [
  [/^github\.com\/gin-gonic\/gin$/, "gin"],
  [/^github\.com\/labstack\/echo(?:\/v\d+)?$/, "echo"],
  [/^github\.com\/gofiber\/fiber(?:\/v\d+)?$/, "fiber"],
  [/^github\.com\/go-chi\/chi(?:\/v\d+)?$/, "chi"],
  [/^github\.com\/beego\/beego(?:\/v\d+)?$|^github\.com\/astaxie\/beego$/, "beego"],
  [/^github\.com\/gorilla\/mux$/, "mux"],
  [/^github\.com\/gobuffalo\/buffalo$/, "buffalo"],
  [/^github\.com\/kataras\/iris(?:\/v\d+)?$/, "iris"],
  [/^github\.com\/revel\/revel$/, "revel"],
  [/^github\.com\/cloudwego\/hertz$/, "hertz"],
  [/^github\.com\/go-kratos\/kratos(?:\/v\d+)?$/, "kratos"],
  [/^github\.com\/zeromicro\/go-zero$/, "go-zero"],
  [/^github\.com\/gogf\/gf(?:\/v\d+)?$/, "goframe"],
  [/^github\.com\/danielgtaylor\/huma(?:\/v\d+)?$/, "huma"],
  [/^github\.com\/go-kit\/kit$/, "go-kit"],
  [/^github\.com\/pocketbase\/pocketbase$/, "pocketbase"],
  [/^github\.com\/wailsapp\/wails(?:\/v\d+)?$/, "wails"],
  [/^fyne\.io\/fyne(?:\/v\d+)?$/, "fyne"],
  [/^encore\.dev$/, "encore"],
  [/^github\.com\/GoogleCloudPlatform\/functions-framework-go$/, "functions-framework"],
  [/^github\.com\/valyala\/fasthttp$/, "fasthttp"],
  [/^github\.com\/julienschmidt\/httprouter$/, "httprouter"],
];

export const GO_DRIVERS: readonly Mark[] = [
  [
    /^(?:github\.com\/(?:lib\/pq|jackc\/pgx(?:\/v\d+)?|go-pg\/pg(?:\/v\d+)?)|gorm\.io\/driver\/postgres|github\.com\/uptrace\/bun\/driver\/pgdriver)$/,
    "postgres",
  ],
  [/^(?:github\.com\/go-sql-driver\/mysql|gorm\.io\/driver\/mysql)$/, "mysql"],
  [/^(?:github\.com\/(?:microsoft\/go-mssqldb|denisenkom\/go-mssqldb)|gorm\.io\/driver\/sqlserver)$/, "sqlserver"],
  [
    /^(?:github\.com\/(?:redis\/go-redis|go-redis\/redis)(?:\/v\d+)?|github\.com\/(?:gomodule\/redigo|redis\/rueidis))$/,
    "redis",
  ],
  [/^go\.mongodb\.org\/mongo-driver(?:\/v\d+)?$/, "mongodb"],
  [/^github\.com\/(?:rabbitmq\/amqp091-go|streadway\/amqp)$/, "rabbitmq"],
  [/^github\.com\/(?:elastic\/go-elasticsearch|olivere\/elastic)(?:\/v\d+)?$/, "elasticsearch"],
  [/^github\.com\/nats-io\/nats\.go$/, "nats"],
  [/^github\.com\/bradfitz\/gomemcache$/, "memcached"],
];

/** Tests that bring their own. */
export const GO_INSTEAD: readonly Mark[] = [
  [/^github\.com\/(?:testcontainers\/testcontainers-go|ory\/dockertest)(?:\/|$)/, "*"],
  [/^github\.com\/alicebob\/miniredis(?:\/v\d+)?$/, "redis"],
  [/^github\.com\/(?:fergusstrange\/embedded-postgres|pashagolub\/pgxmock(?:\/v\d+)?)$/, "postgres"],
  [/^github\.com\/DATA-DOG\/go-sqlmock$/, "postgres"],
  [/^github\.com\/DATA-DOG\/go-sqlmock$/, "mysql"],
];
