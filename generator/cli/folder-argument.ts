import { InvalidArgumentError } from "commander";

/** What looks like an option was meant as one. */
export function parseFolder(value: string): string {
  if (value.trim() !== "" && !value.startsWith("-")) return value;
  throw new InvalidArgumentError(
    "The name of a folder is needed; one that begins with - is given as in ./-k8s.",
  );
}
