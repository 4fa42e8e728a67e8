/** When the release lines of languages and databases stop getting fixes. */
import { startOfDay } from "./day.ts";

export interface ReleaseLine {
  readonly product: string;
  /** For example `18`, `3.10`, `8.0`: the shortest version that names the line. */
  readonly line: string;
  /** The first day without support from its makers, ISO 8601; null where no day is known. */
  readonly end: string | null;
  readonly source: string;
  readonly seen: string;
}

/** `product=slug line:end …`; `-` for a line whose end is not known. The slug is the page on endoflife.date, which names each maker's own source. */
const ROWS = `
node=nodejs 8:2019-12-31 10:2021-04-30 11:2019-06-30 12:2022-04-30 13:2020-06-01 14:2023-04-30 15:2021-06-01 16:2023-09-11 17:2022-06-01 18:2025-04-30 19:2023-06-01 20:2026-04-30 21:2024-06-01 22:2027-04-30 23:2025-06-01 24:2028-04-30 25:2026-06-01 26:2029-04-30
python=python 2.7:2020-01-01 3.4:2019-03-18 3.5:2020-09-30 3.6:2021-12-23 3.7:2023-06-27 3.8:2024-10-07 3.9:2025-10-31 3.10:2026-10-31 3.11:2027-10-31 3.12:2028-10-31 3.13:2029-10-31 3.14:2030-10-31
go=go 1.13:2020-08-11 1.14:2021-02-16 1.15:2021-08-16 1.16:2022-03-15 1.17:2022-08-02 1.18:2023-02-01 1.19:2023-08-08 1.20:2024-02-06 1.21:2024-08-13 1.22:2025-02-11 1.23:2025-08-12 1.24:2026-02-10 1.25:- 1.26:-
java=eclipse-temurin 8:- 9:2018-03-20 10:2018-09-25 11:- 12:2019-09-17 13:2020-03-17 14:2020-09-16 15:2021-03-16 16:2021-09-14 17:- 18:2022-09-20 19:2023-03-21 20:2023-09-19 21:- 22:2024-09-17 23:2025-03-18 24:2025-09-16 25:-
ruby=ruby 2.3:2019-03-31 2.4:2020-03-31 2.5:2021-03-31 2.6:2022-03-31 2.7:2023-03-31 3.0:2024-04-23 3.1:2025-03-26 3.2:2026-03-31 3.3:2027-03-31 3.4:2028-03-31
php=php 5.6:2018-12-31 7.0:2019-01-10 7.1:2019-12-01 7.2:2020-11-30 7.3:2021-12-06 7.4:2022-11-28 8.0:2023-11-26 8.1:2025-12-31 8.2:2026-12-31 8.3:2027-12-31 8.4:2028-12-31 8.5:2029-12-31
dotnet=dotnet 2.1:2021-08-21 2.2:2019-12-23 3.0:2020-03-03 3.1:2022-12-13 5.0:2022-05-10 6.0:2024-11-12 7.0:2024-05-14 8.0:2026-11-10 9.0:2026-11-10 10.0:2028-11-14
postgres=postgresql 9.4:2020-02-13 9.5:2021-02-11 9.6:2021-11-11 10:2022-11-10 11:2023-11-09 12:2024-11-21 13:2025-11-13 14:2026-11-12 15:2027-11-11 16:2028-11-09 17:2029-11-08 18:2030-11-14
mysql=mysql 5.5:2018-12-31 5.6:2021-02-05 5.7:2023-10-31 8.0:2026-04-30 8.4:2032-04-30
mariadb=mariadb 10.2:2022-05-23 10.3:2023-05-25 10.4:2024-06-18 10.5:2025-06-24 10.6:2026-07-06 10.11:2028-02-16 11.4:2029-05-29 11.8:2028-06-04
redis=redis 4.0:2020-04-30 5.0:2022-04-27 6.0:2022-05-31 6.2:- 7.0:2024-07-29 7.2:- 7.4:- 8.0:2026-02-11 8.2:- 8.4:-
mongo=mongodb 3.6:2021-04-30 4.0:2022-04-30 4.2:2023-04-30 4.4:2024-02-29 5.0:2024-10-31 6.0:2025-07-31 7.0:2027-08-31 8.0:2029-10-31
elasticsearch=elasticsearch 5:2019-03-11 6:2022-02-10 7:2026-01-15 8:- 9:-
`;

export const RELEASE_LINES: readonly ReleaseLine[] = ROWS.trim().split("\n").flatMap(readRow);

const byProduct = new Map<string, ReleaseLine[]>();
for (const row of RELEASE_LINES) byProduct.set(row.product, [...(byProduct.get(row.product) ?? []), row]);

function readRow(row: string): ReleaseLine[] {
  const [head = "", ...lines] = row.split(" ");
  const [product = "", slug = ""] = head.split("=");
  return lines.map((cell) => {
    const [line = "", end = ""] = cell.split(":");
    return {
      product,
      line,
      end: end === "-" ? null : end,
      source: `https://endoflife.date/${slug}`,
      seen: "2026-11-21",
    };
  });
}

/**
 * The release line that a version such as `18`, `3.8.10`, `v20.x` or `1.8` (Java) belongs to; a major alone means the newest line
 * of it. Null for a range, a name, or a line that the table has not.
 */
export function releaseLine(product: string, version: string): ReleaseLine | null {
  const written = product === "java" ? version.replace(/^1\.(?=\d)/, "") : version;
  const numbers = /^v?(\d+(?:\.\d+)*)(?:\.[xX*])*$/.exec(written)?.[1];
  if (numbers === undefined) return null;
  const rows = byProduct.get(product) ?? [];
  const exact = rows.find(({ line }) => numbers === line || numbers.startsWith(`${line}.`));
  return exact ?? rows.findLast(({ line }) => line.startsWith(`${numbers}.`)) ?? null;
}

/** True from the end of support on; `now` in milliseconds since the epoch. */
export function isPastEnd({ end }: ReleaseLine, now: number): boolean {
  return end !== null && now >= startOfDay(end);
}

/** The next line that is still supported; null when the table has none. Node's odd lines and Java's short ones are passed over. */
export function nextSupported({ product, line }: ReleaseLine, now: number): ReleaseLine | null {
  const rows = byProduct.get(product) ?? [];
  const own = rows.findIndex((row) => row.line === line);
  const isShort = (row: ReleaseLine) =>
    (product === "node" && Number(row.line) % 2 === 1) || (product === "java" && row.end !== null);
  return rows.slice(own + 1).find((row) => !isPastEnd(row, now) && !isShort(row)) ?? null;
}
