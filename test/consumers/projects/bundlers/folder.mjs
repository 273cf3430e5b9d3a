import { connect } from "../../acme/index.js";

try {
  await connect();
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
