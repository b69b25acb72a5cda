/** A file that cannot be read. Its message is for whoever chose it. */
export class Unreadable extends Error {}
