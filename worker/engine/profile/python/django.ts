import type { Folder } from "../folder.ts";

/** Where a Django project is run from. */
interface DjangoManage {
  /** Relative to the component's folder; empty for the folder itself. */
  readonly folder: string;
  readonly file: string;
}

const MANIFEST = /^(?:pyproject\.toml|setup\.py|Pipfile|requirements[\w.-]*\.txt)$/;

/** `manage.py` of the folder, or of one below that has no manifest of its own. */
export function djangoManage(folder: Folder): DjangoManage | null {
  if (folder.has("manage.py")) return { folder: "", file: "manage.py" };
  const nested = folder.below.filter((path) => /^(?:[\w.-]+\/){1,2}manage\.py$/.test(path));
  const owned = nested.filter((path) => {
    const prefix = path.slice(0, path.lastIndexOf("/") + 1);
    return !folder.below.some((other) => other.startsWith(prefix) && MANIFEST.test(other.slice(prefix.length)));
  });
  const [file] = owned;
  return file === undefined ? null : { folder: file.slice(0, file.lastIndexOf("/")), file };
}

/** Text of all settings of the project. */
export function djangoSettings(folder: Folder): { readonly name: string; readonly text: string }[] {
  return folder.below
    .filter((path) => /(?:^|\/)settings(?:\.py|\/[\w.-]+\.py)$/.test(path))
    .map((name) => ({ name, text: folder.text(name) }));
}

/** The module that names the WSGI application: `config.wsgi`; null where none was found. */
export function wsgiModule(folder: Folder): string | null {
  const path = folder.below.find((each) => /^(?:[\w-]+\/){1,2}wsgi\.py$/.test(each));
  return path === undefined ? null : path.replace(/\.py$/, "").replaceAll("/", ".");
}
