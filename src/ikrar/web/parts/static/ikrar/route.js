// The way of a baton on the map one can drag: legs, stops to press, where each baton is. Read from the GeoJSON for all.
const OWN = ["==", ["get", "macam"], "ruas"];
const MOST_BUTTONS = 60; // more stops than that are dots; the list beside the map has them all

function box(ways) {
  const spots = ways.flatMap((way) => way.features).filter((one) => one.geometry.type === "Point");
  const all = [0, 1].map((n) => spots.map((one) => one.geometry.coordinates[n]));
  return [...all.map((one) => Math.min(...one)), ...all.map((one) => Math.max(...one))];
}

function stopsAt(way) {
  const places = new Map();
  for (const one of way.features.filter((one) => ["perhentian", "berangkat"].includes(one.properties.macam))) {
    const key = one.geometry.coordinates.join();
    if (!places.has(key)) places.set(key, { at: one.geometry.coordinates, stops: [] });
    places.get(key).stops.push(one.properties);
  }
  return [...places.values()];
}

function mark(stops, here) {
  if (stops.some((one) => one.urut === here)) return "here";
  if (stops.some((one) => ["done", "told"].includes(one.keadaan) || one.urut === 0)) return "over";
  return stops.some((one) => ["planned", "open"].includes(one.keadaan)) ? "" : "off";
}

function day(iso) {
  const long = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  return iso ? long.format(new Date(`${iso}T00:00:00Z`)) : "";
}

// One line of what is told of a pressed stop; every word of it comes from the page or from what was entered.
function line(one, words, states) {
  const item = document.createElement("li");
  const said = document.createElement(one.urut ? "a" : "span");
  if (one.urut) said.href = words.stop.replace("/0/", `/${one.urut}/`);
  said.textContent = one.urut ? `${one.urut}. ${one.penerima}` : words.left;
  const more = document.createElement("span");
  more.className = "meta";
  more.textContent = [states[one.keadaan], one.tempat, day(one.hari_sebenarnya ?? one.hari_rencana)].filter(Boolean).join(" · ");
  item.append(said, " ", more);
  return item;
}

function lines(map, colour, ways) {
  ways.forEach((way, n) => map.addSource(`way-${n}`, { type: "geojson", data: way }));
  const add = (id, source, filter, paint) =>
    map.addLayer({ id, type: "line", source, filter, layout: { "line-join": "round", "line-cap": "round" }, paint });
  for (let n = ways.length - 1; n > 0; n -= 1) {
    add(`other-${n}`, `way-${n}`, OWN, { "line-color": colour("--ink-soft"), "line-width": 2, "line-dasharray": [0.5, 3] });
  }
  const gone = ["==", ["get", "jalan"], "dilalui"];
  add("casing", "way-0", OWN, { "line-color": colour("--ground"), "line-width": 9 });
  add("coming", "way-0", ["all", OWN, ["!", gone]], { "line-color": colour("--accent"), "line-width": 3, "line-dasharray": [1, 2.4] });
  add("gone", "way-0", ["all", OWN, gone], { "line-color": colour("--accent"), "line-width": 4 });
}

// The same marks as the drawn map's, for a way with more stops than buttons have room.
function dots(map, colour, tell) {
  const of = (words, yes, no) => ["case", ["in", ["get", "keadaan"], ["literal", words]], colour(yes), colour(no)];
  const add = (id, macam, paint) => map.addLayer({ id, type: "circle", source: "way-0", filter: ["==", ["get", "macam"], macam], paint });
  add("stops", "perhentian", {
    "circle-radius": 5,
    "circle-color": of(["done", "told"], "--accent", "--paper"),
    "circle-stroke-width": 2,
    "circle-stroke-color": of(["skipped", "cancelled"], "--ink-soft", "--accent"),
  });
  add("held", "pemegang", { "circle-radius": 11, "circle-color": colour("--accent"), "circle-stroke-width": 3, "circle-stroke-color": colour("--paper") });
  map.on("click", "stops", (event) => tell(event.features.map((one) => one.properties)));
}

function button(place, here, words, tell) {
  const pressed = document.createElement("button");
  const name = place.stops[0].nama_wilayah;
  const numbers = place.stops.map((one) => one.urut).filter(Boolean).join(", ");
  pressed.type = "button";
  pressed.className = `stop ${mark(place.stops, here)}`;
  pressed.textContent = numbers || "•";
  pressed.setAttribute("aria-label", [numbers, name, pressed.classList.contains("here") && words.here].filter(Boolean).join(" · "));
  pressed.addEventListener("click", () => tell(place.stops, name));
  return pressed;
}

// Where another baton of the procession is: a link to its own page.
function other(way, held) {
  const link = document.createElement("a");
  link.className = "baton";
  link.href = location.pathname.replace(/kirab\/.*/, way.halaman.split("/").slice(-3).join("/"));
  link.textContent = way.tongkat;
  link.lang = "id";
  link.title = held.properties.lembaga;
  return link;
}

export async function read(figure, get) {
  const words = figure.querySelector(".open-map").dataset;
  const ways = await Promise.all(words.ways.split(" ").map(get));
  const [own, ...rest] = ways;
  const held = (way) => way.features.find((one) => one.properties.macam === "pemegang");
  const list = document.createElement("ul");
  list.className = "map-stops";

  function tell(stops, name) {
    figure.querySelector(".map-says").textContent = name ?? stops[0].nama_wilayah;
    list.replaceChildren(...stops.map((one) => line(one, words, JSON.parse(words.states))));
  }

  function draw(library, map, colour) {
    figure.querySelector(".moving").after(list);
    lines(map, colour, ways);
    const set = (element, at) => new library.Marker({ element }).setLngLat(at).addTo(map);
    const places = stopsAt(own);
    const here = held(own)?.properties.urut;
    if (places.length > MOST_BUTTONS) dots(map, colour, tell);
    else for (const place of places) set(button(place, here, words, tell), place.at);
    for (const way of rest.filter(held)) set(other(way, held(way)), held(way).geometry.coordinates);
  }

  return { bounds: box([own]), draw };
}
