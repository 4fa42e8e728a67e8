import { record, valueAt } from "../read-value.ts";
import { addProcfileStart } from "../task-files.ts";
import { djangoManage, wsgiModule } from "./django.ts";
import { inEnvironment, installed, type PythonProject, proofOf } from "./python-project.ts";

/** Modules that hold an application by convention, in this order. */
const MODULES = [
  "main.py",
  "app.py",
  "app/main.py",
  "src/main.py",
  "src/app.py",
  "app/app.py",
  "app/__init__.py",
  "api/main.py",
  "server.py",
  "wsgi.py",
  "asgi.py",
  "application.py",
  "run.py",
  "start.py",
  "bot.py",
  "hello.py",
];
const APPLICATION =
  /^(\w+)(?:[ \t]*:[ \t]*[\w.]+)?[ \t]*=[ \t]*(?:\w+\.)?(?:FastAPI|Flask|Starlette|Litestar|Quart|Sanic|FastHTML|APIFlask|create_app)\s*\(/m;

/** What starts the application; nothing for a library. */
export function addStart(project: PythonProject): void {
  addProcfileStart(project.draft);
  addDjangoStart(project);
  addServerStart(project);
  addScriptStart(project);
}

function addDjangoStart(project: PythonProject): void {
  const { draft, folder } = project;
  const manage = djangoManage(folder);
  if (!manage || !draft.frameworks.includes("django")) return;
  const wsgi = manage.folder === "" ? wsgiModule(folder) : null;
  const gunicorn = installed(project, "gunicorn");
  if (gunicorn && wsgi !== null) {
    draft.command("start", inEnvironment(project, `gunicorn ${wsgi}`), {
      ...proofOf(project, gunicorn),
      confidence: "medium",
    });
    return;
  }
  const run = inEnvironment(project, "python manage.py runserver");
  draft.command("start", manage.folder === "" ? run : `cd ${manage.folder} && ${run}`, draft.proof(manage.file));
}

/** An application object in a module, and a server among the dependencies. */
function addServerStart(project: PythonProject): void {
  const { draft, folder } = project;
  const file = entryModule(project);
  if (file === null) return;
  const isFactory = /^def create_app\(/m.test(folder.text(file));
  const variable = APPLICATION.exec(folder.text(file))?.[1] ?? (isFactory ? "create_app()" : "app");
  const target =
    isFactory && variable !== "app" ? `'${moduleName(file)}:${variable}'` : `${moduleName(file)}:${variable}`;
  const proof = draft.proof(file, APPLICATION, "medium");
  const command = serverCommand(project, file, target);
  if (command !== null) draft.command("start", inEnvironment(project, command), proof);
}

function serverCommand(project: PythonProject, file: string, target: string): string | null {
  const { frameworks } = project.draft;
  const uses = (...names: readonly string[]) => names.some((name) => frameworks.includes(name));
  if (uses("streamlit")) return `streamlit run ${file}`;
  if (uses("fasthtml", "gradio", "dash")) return `python ${file}`;
  if (uses("fastapi") && (installed(project, "fastapi-cli") || hasStandardExtra(project))) return `fastapi run ${file}`;
  if (uses("fastapi", "starlette", "litestar", "quart")) {
    const server = ["uvicorn", "hypercorn", "granian", "gunicorn"].find((name) => installed(project, name));
    return server === undefined ? null : `${server} ${target}`;
  }
  if (!uses("flask")) return null;
  return installed(project, "gunicorn") ? `gunicorn ${target}` : `flask --app ${moduleName(file)} run`;
}

function hasStandardExtra(project: PythonProject): boolean {
  return installed(project, "fastapi")?.extras.includes("standard") ?? false;
}

function entryModule({ folder }: PythonProject): string | null {
  const there = MODULES.filter((name) => folder.has(name));
  return there.find((name) => APPLICATION.test(folder.text(name))) ?? there[0] ?? null;
}

function moduleName(file: string): string {
  return file
    .replace(/^src\//, "")
    .replace(/(?:\/__init__)?\.py$/, "")
    .replaceAll("/", ".");
}

/** A script that the project defines, or a program file; not for what is published as a library. */
function addScriptStart(project: PythonProject): void {
  const { draft, folder, pyproject } = project;
  if (draft.has("start") || draft.has("build")) return;
  const [script] = Object.keys({
    ...record(valueAt(pyproject, "project", "scripts")),
    ...record(valueAt(pyproject, "tool", "poetry", "scripts")),
  });
  if (script !== undefined) {
    draft.command("start", inEnvironment(project, script), draft.proof("pyproject.toml", script, "medium"));
    return;
  }
  const file = MODULES.find((name) => !name.includes("/") && folder.has(name));
  if (file !== undefined)
    draft.command("start", inEnvironment(project, `python ${file}`), draft.proof(file, undefined, "low"));
}
