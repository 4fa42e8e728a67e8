const SECRET = /\$\{\{\s*secrets\.(?!GITHUB_TOKEN\b)([A-Za-z_]\w*)\s*\}\}/g;

/** Secrets that GitHub writes into the script as variables of their names; between single quotes the shell would not look them up. */
export function withSecrets(text: string): { script: string; secrets: readonly string[] } {
  const secrets: string[] = [];
  const lines = text.split("\n").map((line) =>
    line.includes("'")
      ? line
      : line.replace(SECRET, (_, name: string) => {
          secrets.push(name);
          return `\${${name}}`;
        }),
  );
  return { script: lines.join("\n"), secrets };
}
