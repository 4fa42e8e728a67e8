/** True when the object's own database has this table: asking creates nothing, so an object that was emptied stays empty. */
export function hasTable(sql: SqlStorage, name: string): boolean {
  return sql.exec("select 1 from sqlite_master where type = 'table' and name = ?", name).toArray().length > 0;
}
