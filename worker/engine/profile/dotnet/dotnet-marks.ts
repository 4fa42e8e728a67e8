import type { Mark } from "../mark-dependencies.ts";

/** By package. What a project's SDK says is read beside. */
export const DOTNET_FRAMEWORKS: readonly Mark[] = [
  [/^Umbraco\.Cms$/i, "umbraco"],
  [/^OrchardCore\.Application\./i, "orchard-core"],
  [/^(?:Volo\.Abp\.AspNetCore|Volo\.Abp\.Autofac)/i, "abp"],
  [/^Giraffe$/i, "giraffe"],
  [/^Saturn$/i, "saturn"],
  [/^Suave$/i, "suave"],
  [/^ServiceStack$/i, "servicestack"],
  [/^FastEndpoints$/i, "fastendpoints"],
  [/^Carter$/i, "carter"],
  [/^Aspire\.Hosting(?:\.AppHost)?$/i, "aspire"],
  [/^(?:Microsoft\.Azure\.Functions\.Worker|Microsoft\.NET\.Sdk\.Functions)$/i, "azure-functions"],
  [/^Google\.Cloud\.Functions\.Hosting$/i, "functions-framework"],
  [/^Microsoft\.Orleans\.(?:Server|Sdk)$/i, "orleans"],
  [/^Microsoft\.AspNetCore\.Components\.WebAssembly(?:\.Server)?$/i, "blazor"],
  [/^(?:Microsoft\.AspNetCore\.App|Microsoft\.AspNetCore)$/i, "aspnet"],
  [/^Avalonia$/i, "avalonia"],
  [/^Microsoft\.Maui\.Controls$/i, "maui"],
];

export const DOTNET_DRIVERS: readonly Mark[] = [
  [/^Npgsql(?:\.EntityFrameworkCore\.PostgreSQL|\.DependencyInjection)?$|^Marten$/i, "postgres"],
  [/^(?:MySql\.Data|MySqlConnector|(?:Pomelo|MySql)\.EntityFrameworkCore(?:\.MySql)?)$/i, "mysql"],
  [/^(?:Microsoft\.Data\.SqlClient|System\.Data\.SqlClient|Microsoft\.EntityFrameworkCore\.SqlServer)$/i, "sqlserver"],
  [/^(?:StackExchange\.Redis|Microsoft\.Extensions\.Caching\.StackExchangeRedis)$/i, "redis"],
  [/^(?:MongoDB\.Driver|MongoDB\.EntityFrameworkCore)$/i, "mongodb"],
  [/^(?:RabbitMQ\.Client|MassTransit\.RabbitMQ)$/i, "rabbitmq"],
  [/^(?:Elastic\.Clients\.Elasticsearch|NEST)$/i, "elasticsearch"],
];

const IN_MEMORY = /^Microsoft\.EntityFrameworkCore\.(?:InMemory|Sqlite)$/i;

export const DOTNET_INSTEAD: readonly Mark[] = [
  [/^Testcontainers(?:\.|$)|^Aspire\.Hosting\.Testing$/i, "*"],
  [IN_MEMORY, "postgres"],
  [IN_MEMORY, "mysql"],
  [IN_MEMORY, "sqlserver"],
  [/^(?:EphemeralMongo|Mongo2Go)/i, "mongodb"],
];
