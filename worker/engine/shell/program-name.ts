/** The name of a program without its folder: `/usr/bin/curl` is `curl`. */
export function programName(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}
