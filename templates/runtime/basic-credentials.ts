import { fixedCredentials, type Credentials } from "./credentials.js";

/** A user name and a password. */
export function basicCredentials(
  username: string,
  password: string,
): Credentials {
  const pair = Buffer.from(`${username}:${password}`, "utf8");
  return fixedCredentials(`Basic ${pair.toString("base64")}`);
}
