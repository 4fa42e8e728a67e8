/** Removes all that an object stores, its alarm too: afterwards the object is as if it had never been. */
export async function emptyStorage(ctx: DurableObjectState): Promise<void> {
  await ctx.storage.deleteAlarm();
  await ctx.storage.deleteAll();
}
