// The third-party Slack emulator, as a workspace of Oakfield School: what `emulate` lacks to look like Slack to our bot is added here, in front of it.
// Told once, as JSON in the first argument; prints one line of JSON when it is ready; ends when its standard input does.
import { createEmulator } from "emulate";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const told = JSON.parse(process.argv[2]);
const { slackPlugin, getSlackStore } = await import(slackModule());
const calls = [], faults = [], amended = [], responses = [];
const inside = {}; // the stores and the dispatcher of the emulator, and where the bot listens

function slackModule() {
  const folder = dirname(fileURLToPath(import.meta.resolve("emulate")));
  const name = readdirSync(folder).find((file) => /^dist-.*\.js$/.test(file) && readFileSync(join(folder, file), "utf8").includes("slackPlugin"));
  return pathToFileURL(join(folder, name)).href;
}

const { register, seed } = slackPlugin;
slackPlugin.register = (app, store, webhooks, baseUrl, tokens) => {
  register(app, store, webhooks, baseUrl, tokens);
  Object.assign(inside, { webhooks, slack: getSlackStore(store) });
  const dispatch = webhooks.dispatch.bind(webhooks);
  webhooks.dispatch = async (type, action, envelope, ...rest) => {
    const whole = completed(envelope);
    if (told.events.includes(nameOf(whole.event))) void dispatch(type, action, whole, ...rest); // the caller does not wait for the bot
  };
  const fetch = app.fetch;
  app.fetch = (request) => answer(request, fetch);
};
slackPlugin.seed = (store, baseUrl) => {
  seed(store, baseUrl);
  inside.bot = inside.webhooks.register({ url: "", events: ["*"], active: false, owner: "slack" });
};

function completed(envelope) {
  const { event } = envelope;
  const channel = inside.slack.channels.findOneBy("channel_id", event.channel);
  const kind = channel && (channel.is_im ? "im" : channel.is_private ? "group" : "channel");
  const bot = inside.slack.bots.all().find((each) => each.user_id === event.user);
  const more = { ...(kind && event.type === "message" && { channel_type: kind }), ...(bot && { bot_id: bot.bot_id, app_id: bot.app_id }) };
  const authorization = { enterprise_id: null, team_id: envelope.team_id, user_id: told.bot_user, is_bot: true, is_enterprise_install: false };
  return {
    token: "legacy", api_app_id: told.app_id, is_ext_shared_channel: false, authorizations: [authorization], ...envelope,
    event: { event_ts: event.ts ?? `${envelope.event_time}.000001`, team: envelope.team_id, ...more, ...event },
  };
}

const nameOf = (event) => (event.type === "message" ? `message.${{ im: "im", group: "groups", channel: "channels" }[event.channel_type]}` : event.type);

async function answer(request, emulate) {
  const url = new URL(request.url);
  const raw = await request.text();
  if (url.pathname.startsWith("/test/")) return tested(request.method, url.pathname.slice(6), raw ? JSON.parse(raw) : {});
  if (url.pathname.startsWith("/respond/")) return responded(url.pathname.slice(9), raw);
  if (!url.pathname.startsWith("/api/")) return emulate(new Request(request, request.method === "GET" ? {} : { body: raw, method: request.method }));
  const method = url.pathname.slice(5);
  const { body, type, given } = folded(request, url, raw);
  const headers = new Headers(request.headers);
  headers.set("content-type", type);
  headers.delete("content-length");
  const by = inside.slack.tokens.findOneBy("token", tokenIn(headers) ?? "");
  const call = { method, given, by: by?.user_id ?? null, status: null, error: null };
  calls.push(call);
  const act = () => refused(headers) ?? emulate(new Request(url.origin + url.pathname, { method: "POST", headers, body }));
  const response = await faulty(method, act);
  return finished(response, call, by);
}

// Clients read by GET, and put some parameters of a POST into the query; the emulator reads the body of a POST.
function folded(request, url, raw) {
  const query = Object.fromEntries(url.searchParams);
  if ((request.headers.get("content-type") ?? "").includes("json")) {
    const given = { ...query, ...JSON.parse(raw || "{}") };
    return { body: JSON.stringify(given), type: "application/json", given };
  }
  const given = { ...query, ...Object.fromEntries(new URLSearchParams(raw)) };
  return { body: new URLSearchParams(given).toString(), type: "application/x-www-form-urlencoded", given };
}

const tokenIn = (headers) => (headers.get("authorization") ?? "").match(/^Bearer\s+(.*)$/i)?.[1].trim();

// The emulator takes a token that nobody was given for its administrator's.
function refused(headers) {
  const token = tokenIn(headers);
  return token && !inside.slack.tokens.findOneBy("token", token) ? Response.json({ ok: false, error: "invalid_auth" }) : null;
}

async function faulty(method, act) {
  const place = faults.findIndex((fault) => fault.method === method);
  if (place < 0) return act();
  const [fault] = faults.splice(place, 1);
  if (fault.after) await act(); // the effect, but not the answer
  if (fault.seconds) await new Promise((resolve) => setTimeout(resolve, fault.seconds * 1000));
  return new Response(JSON.stringify(fault.body ?? { ok: false, error: "ratelimited" }), { status: fault.status ?? 429, headers: { "content-type": "application/json", ...(fault.headers ?? { "retry-after": "1" }) } });
}

async function finished(response, call, by) {
  const text = await response.text();
  let body = {};
  try { body = JSON.parse(text); } catch { /* an answer that is no JSON goes out as it is */ }
  for (const each of amended) if (each.method === call.method && body[each.key]?.id === each.id) Object.assign(body[each.key], each.fields);
  Object.assign(call, { status: response.status, error: body.error ?? null });
  const all = new Headers(response.headers);
  all.delete("content-length");
  if (by) all.set("x-oauth-scopes", by.scopes.join(","));
  return new Response(Object.keys(body).length ? JSON.stringify(body) : text, { status: response.status, headers: all });
}

function responded(id, raw) {
  responses.push({ id, ...JSON.parse(raw) });
  return new Response("ok");
}

// For the tests: where the bot listens, faults to come, what users.info and conversations.info say besides, members, and what there is to see.
function tested(http, what, body) {
  const { slack, webhooks } = inside;
  const seen = { calls, responses, deliveries: webhooks.getDeliveries(inside.bot.id) };
  if (http === "GET") return Response.json(seen[what] ?? slack[what].all());
  if (what === "bot") Object.assign(inside.bot, { url: body.url, active: true });
  else if (what === "faults") faults.push(body);
  else if (what === "amend") amended.push(body);
  else if (what === "members") members(body.channel, body.users);
  else if (what === "scopes") slack.tokens.update(slack.tokens.findOneBy("token", body.token).id, { scopes: body.scopes });
  else if (what === "revoke") slack.tokens.delete(slack.tokens.findOneBy("token", body.token).id);
  else if (what === "person") slack.users.update(slack.users.findOneBy("user_id", body.id).id, body.fields);
  else if (what === "view") shown(slack.views.findOneBy("view_id", body.id), body.answer);
  else return Response.json({ error: `no such route: ${what}` }, { status: 404 });
  return Response.json({ ok: true });
}

function members(channel, users) {
  const found = inside.slack.channels.findOneBy("channel_id", channel);
  inside.slack.channels.update(found.id, { members: users, num_members: users.length });
}

// What Slack does with the answer to a form that was sent.
function shown(view, { response_action, view: other }) {
  if (response_action === "update") inside.slack.views.update(view.id, { private_metadata: "", callback_id: "", submit: null, ...other, hash: `${Date.now()}.new` });
  else if (response_action !== "errors") inside.slack.views.delete(view.id);
}

const emulator = await createEmulator({ service: "slack", port: told.port ?? 0, seed: { slack: told.seed } });
const users = Object.fromEntries(inside.slack.users.all().map((user) => [user.name, user.user_id]));
const channels = Object.fromEntries(inside.slack.channels.all().map((channel) => [channel.name, channel.channel_id]));
for (const [name, people] of Object.entries(told.members)) members(channels[name], people.map((person) => users[person]));
process.stdin.resume().on("end", () => process.exit(0));
console.log(JSON.stringify({ url: emulator.url.replace("localhost", "127.0.0.1"), team: inside.slack.teams.all()[0].team_id, users, channels }));
