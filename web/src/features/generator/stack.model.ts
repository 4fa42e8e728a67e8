/** Names as people write them, for those whose identifier does not show it. */
const NAMES: Readonly<Record<string, string>> = {
  typescript: "TypeScript",
  javascript: "JavaScript",
  php: "PHP",
  csharp: "C#",
  fsharp: "F#",
  cpp: "C++",
  html: "HTML",
  css: "CSS",
  hcl: "HCL",
  next: "Next.js",
  nuxt: "Nuxt",
  vue: "Vue",
  nest: "NestJS",
  nestjs: "NestJS",
  sveltekit: "SvelteKit",
  fastapi: "FastAPI",
  node: "Node.js",
  nodejs: "Node.js",
  dotnet: ".NET",
  "spring-boot": "Spring Boot",
  rspec: "RSpec",
  phpunit: "PHPUnit",
  junit: "JUnit",
  postgres: "PostgreSQL",
  postgresql: "PostgreSQL",
  mysql: "MySQL",
  mariadb: "MariaDB",
  mongodb: "MongoDB",
  mongo: "MongoDB",
  rabbitmq: "RabbitMQ",
};

/** A language, framework, runtime or service as a reader expects it. */
export function nameOf(id: string): string {
  return NAMES[id] ?? id.charAt(0).toUpperCase() + id.slice(1);
}
