// node in_node.mjs FOLDER TOKEN_SERVER BASE_URL, the bearer by the environment.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { turn } from "./live_talk.mjs";

const [folder, tokenServer, baseUrl] = process.argv.slice(2);
const from = createRequire(`${folder}/package.json`);
const genai = await import(pathToFileURL(from.resolve("@google/genai")));
const heard = await turn(genai, tokenServer, process.env.BEARER, baseUrl, "what is seven plus five");
console.log(JSON.stringify(heard));
process.exit(0);
