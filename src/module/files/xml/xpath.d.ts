// The part of the xpath package that we use: its own types bring those of browsers into the whole project.

declare module 'xpath' {
  /** Evaluates XPath 1.0; throws an Error for an expression that is wrong. */
  export function useNamespaces(
    namespaces: Readonly<Record<string, string>>,
  ): (expression: string, node: unknown) => unknown;
}
