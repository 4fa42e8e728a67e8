import { readStored } from "../../../support/stored-files.ts";

/** Every byte that D1, the objects and the queues keep in a folder, free pages and logs of writes among them. */
export function storedBytes(folder: string): Buffer {
  const databases = [...readStored(folder)].filter(([path]) => /\.sqlite(?:-wal|-shm)?$/.test(path));
  return Buffer.concat(databases.map(([, bytes]) => bytes));
}
