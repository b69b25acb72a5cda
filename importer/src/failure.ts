/** A mistake of whoever runs the program, or a refusal of a source. Its message is for them. */
export class Failure extends Error {}
