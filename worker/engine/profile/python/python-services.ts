import { type Mark, markServices } from "../mark-dependencies.ts";
import { isDevGroup } from "./dependency.ts";
import { djangoSettings } from "./django.ts";
import { PYTHON_DRIVERS, PYTHON_INSTEAD } from "./python-marks.ts";
import { type PythonProject, proofOf } from "./python-project.ts";

/** Addresses and engines in Django's settings, its broker and cache among them. */
const NAMED_IN_SETTINGS: readonly Mark[] = [
  [
    /django\.db\.backends\.postgresql|django\.contrib\.gis\.db\.backends\.postgis|["']postgres(?:ql)?(?:\+\w+)?:\/\//,
    "postgres",
  ],
  [/django\.db\.backends\.mysql|["']mysql(?:\+\w+)?:\/\//, "mysql"],
  [/["']rediss?:\/\//, "redis"],
  [/["']amqps?:\/\//, "rabbitmq"],
];
const SQLITE = /django\.db\.backends\.sqlite3|["']sqlite(?:\+\w+)?:\/\//;

/** Services that settings name, and those that drivers among the dependencies ask for. Drivers in optional extras prove nothing. */
export function addServices(project: PythonProject): void {
  const { draft, folder, dependencies } = project;
  if (dependencies.some(({ name }) => name === "testcontainers")) return;
  const settings = djangoSettings(folder);
  for (const [pattern, service] of NAMED_IN_SETTINGS) {
    const file = settings.find(({ text }) => pattern.test(text));
    if (file) draft.service(service, draft.proof(file.name, pattern));
  }
  const isSql = draft.services.some(({ name }) => name === "postgres" || name === "mysql");
  const isSqlite = !isSql && settings.some(({ text }) => SQLITE.test(text));
  const drivers = isSqlite
    ? PYTHON_DRIVERS.filter(([, service]) => !/^(?:postgres|mysql)$/.test(service))
    : PYTHON_DRIVERS;
  const wanted = dependencies.filter(({ scope, group }) => scope !== "extra" || (group !== null && isDevGroup(group)));
  const named = wanted.map((dependency) => {
    const { path, line } = proofOf(project, dependency);
    return { name: dependency.name, path, line, isTest: dependency.scope !== "runtime" };
  });
  const brokers = dependencies
    .filter(({ name, extras }) => name === "celery" && extras.includes("redis"))
    .map((dependency) => ({ name: "redis", ...proofOf(project, dependency), isTest: false }));
  markServices(draft, [...named, ...brokers], { drivers, instead: PYTHON_INSTEAD });
}
