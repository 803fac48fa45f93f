// The part of the jmespath package that we use; it has no types of its own.

declare module 'jmespath' {
  const jmespath: {
    /** What a JMESPath expression finds in plain data; throws an Error with a message for its author. */
    search(data: unknown, expression: string): unknown;
  };
  export default jmespath;
}
