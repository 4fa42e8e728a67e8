import { Buffer } from "node:buffer";

/** A way to write a value, and what of it must not be left. */
export interface Place {
  readonly place: string;
  readonly text: string;
  /** Pieces that must not be in the redacted text. */
  readonly pieces: readonly string[];
}

function camel(name: string): string {
  return name.toLowerCase().replace(/[_-]+(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

function halves(value: string): [string, string] {
  const middle = Math.floor(value.length / 2);
  return [value.slice(0, middle), value.slice(middle)];
}

const base64 = (text: string) => Buffer.from(text).toString("base64");
const wrapped = (text: string, width: number) => text.match(new RegExp(`.{1,${width}}`, "g")) ?? [];

/** One line each: the value stands whole in it. */
const WHOLE: Readonly<Record<string, (name: string, value: string) => string>> = {
  javascript: (name, value) => `const ${camel(name)} = "${value}";`,
  python: (name, value) => `${name} = '${value}'  # used below`,
  go: (name, value) => `\t${camel(name)} := \`${value}\``,
  yaml: (name, value) => `      ${name}: ${value}`,
  "yaml quoted": (name, value) => `      ${name}: "${value}"`,
  "yaml block": (name, value) => `  ${name}: |\n    ${value}\n  other: 1`,
  "yaml value": (name, value) => `- name: ${name.toUpperCase()}\n  value: ${value}`,
  json: (name, value) => `  "${name}": "${value}",`,
  "json escaped": (name, value) => `  run: curl -d "{\\"${name}\\": \\"${value}\\"}" https://api.acme.io`,
  "json name and value": (name, value) => `{"name": "${name}", "value": "${value}"}`,
  env: (name, value) => `${name.toUpperCase()}=${value}`,
  "env quoted": (name, value) => `export ${name.toUpperCase()}='${value}'`,
  "github env": (name, value) => `        run: echo "${name.toUpperCase()}=${value}" >> "$GITHUB_ENV"`,
  dockerfile: (name, value) => `ENV ${name.toUpperCase()} ${value}`,
  "docker build": (name, value) => `docker build --build-arg ${name.toUpperCase()}=${value} .`,
  flag: (name, value) => `deploy --${name.replaceAll("_", "-")} ${value} --verbose`,
  "flag with equals": (name, value) => `deploy --${name.replaceAll("_", "-")}=${value}`,
  toml: (name, value) => `${name} = "${value}"`,
  properties: (name, value) => `app.${name.replaceAll("_", ".")}=${value}`,
  xml: (name, value) => `  <${name}>${value}</${name}>`,
  query: (name, value) => `curl "https://api.acme.io/v1?page=2&${name}=${value}&limit=5"`,
  header: (name, value) => `curl -H "X-${name.replaceAll("_", "-")}: ${value}" https://api.acme.io`,
  comment: (name, value) => `# old ${name}: ${value}`,
  ruby: (name, value) => `  :${name} => '${value}',`,
  terraform: (name, value) => `variable "${name}" {\n  default = "${value}"\n}`,
  heredoc: (name, value) => `cat > settings <<EOF\n${name}=${value}\nEOF`,
  powershell: (name, value) => `$env:${name.toUpperCase()} = "${value}"`,
  "single line": (name, value) => `{"a":1,"${name}":"${value}","b":[1,2]}`,
};

/** The value stands in pieces, or in another form. */
const SPLIT: Readonly<Record<string, (name: string, value: string) => Place>> = {
  "split strings": (name, value) => {
    const [one, two] = halves(value);
    return {
      place: "split strings",
      text: `const ${camel(name)} = "${one}" +\n  "${two}";`,
      pieces: [one, two],
    };
  },
  "split strings on one line": (name, value) => {
    const [one, two] = halves(value);
    return { place: "split strings on one line", text: `${camel(name)} = "${one}" + "${two}"`, pieces: [one, two] };
  },
  "split by a backslash": (name, value) => {
    const [one, two] = halves(value);
    return { place: "split by a backslash", text: `export ${name.toUpperCase()}=${one}\\\n${two}`, pieces: [one, two] };
  },
  "split python": (name, value) => {
    const [one, two] = halves(value);
    return { place: "split python", text: `${name} = (\n    "${one}"\n    "${two}"\n)`, pieces: [one, two] };
  },
  "split folded": (name, value) => {
    const [one, two] = halves(value);
    return { place: "split folded", text: `  ${name}: >-\n    ${one}\n    ${two}\n  next: 1`, pieces: [one, two] };
  },
  "base64 of a line": (name, value) => {
    const encoded = base64(`${name.toUpperCase()}=${value}\n`);
    return { place: "base64 of a line", text: `payload: ${encoded}`, pieces: [encoded] };
  },
  "base64 of the value": (name, value) => {
    const encoded = base64(value);
    return { place: "base64 of the value", text: `  ${name}: ${encoded}`, pieces: [encoded] };
  },
  "base64 in lines": (name, value) => {
    const lines = wrapped(base64(`host=acme.io\n${name.toUpperCase()}=${value}\nport=8080\n`), 64);
    const long = lines.filter((line) => line.length > 12);
    return {
      place: "base64 in lines",
      text: `data: |\n${lines.map((line) => `  ${line}`).join("\n")}\nend: 1`,
      pieces: long,
    };
  },
};

export const PLACES: readonly string[] = [...Object.keys(WHOLE), ...Object.keys(SPLIT)];

/** A value written in a place under a name. */
export function putIn(place: string, name: string, value: string): Place {
  const whole = WHOLE[place];
  if (whole) return { place, text: whole(name, value), pieces: [value] };
  const split = SPLIT[place];
  if (!split) throw new Error(`no place ${place}`);
  return split(name, value);
}
