// The map one can drag: opened by a press, with nothing but our own files. Without it the drawn map stays as it is.
const button = document.querySelector(".open-map");
const figure = button?.closest("figure");
const says = figure?.querySelector(".map-says");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function look(areas) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const land = colour(dark ? "--wash" : "--paper");
  const over = ["boolean", ["feature-state", "over"], false];
  return {
    version: 8,
    sources: { areas: { type: "geojson", data: areas, promoteId: "kode" } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--ground") } },
      { id: "land", type: "fill", source: "areas", paint: { "fill-color": ["case", over, colour("--mark"), land] } },
      { id: "borders", type: "line", source: "areas", paint: { "line-color": colour("--edge"), "line-width": ["case", over, 3, 1] } },
    ],
  };
}

function follow(map) {
  let now = null;
  const mark = (code, over) => code && map.setFeatureState({ source: "areas", id: code }, { over });
  map.on("mousemove", "land", (event) => {
    const { kode, nama } = event.features[0].properties;
    if (kode === now) return;
    mark(now, false);
    mark(kode, true);
    now = kode;
    says.textContent = nama;
    if (button.dataset.base) map.getCanvas().style.cursor = "pointer";
  });
  map.on("mouseleave", "land", () => {
    mark(now, false);
    now = null;
    says.textContent = "";
    map.getCanvas().style.cursor = "";
  });
  map.on("click", "land", (event) => {
    const { kode } = event.features[0].properties;
    if (button.dataset.base && kode !== button.dataset.own) location.assign(`${button.dataset.base}${kode}/`);
  });
}

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// Several sheets of borders, side by side, are one land.
async function land(urls) {
  const sheets = await Promise.all(urls.split(" ").map(read));
  const boxes = sheets.map((one) => one.bbox);
  const least = [0, 1].map((n) => Math.min(...boxes.map((box) => box[n])));
  const most = [2, 3].map((n) => Math.max(...boxes.map((box) => box[n])));
  return { type: "FeatureCollection", bbox: [...least, ...most], features: sheets.flatMap((one) => one.features) };
}

async function open() {
  const words = button.dataset;
  button.disabled = true;
  says.textContent = words.loading;
  try {
    const above = words.above ? import(words.above).then((one) => one.read(figure, read)) : null; // what lies on the land
    const [library, areas, way] = await Promise.all([import(words.module), land(words.areas), above]);
    const place = document.createElement("div");
    place.className = "moving";
    button.before(place);
    library.setWorkerUrl(new URL(words.worker, location.href).href);
    const map = new library.Map({
      container: place,
      style: look(areas),
      bounds: way?.bounds ?? areas.bbox,
      fitBoundsOptions: { padding: way ? 56 : 24, maxZoom: 9, animate: false },
      attributionControl: false,
      scrollZoom: false,
      dragRotate: false,
      locale: { "Map.Title": words.title, "NavigationControl.ZoomIn": words.nearer, "NavigationControl.ZoomOut": words.farther },
    });
    map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    map.once("load", () => {
      follow(map);
      way?.draw(library, map, colour);
      for (const drawn of figure.querySelectorAll("svg.drawn, .past-map, .wide")) drawn.remove();
      button.remove();
      says.textContent = "";
      place.dataset.ready = "yes";
      place.querySelector("canvas").focus();
    });
    map.once("error", (event) => fail(place, event.error));
  } catch (problem) {
    fail(figure.querySelector(".moving"), problem);
  }
}

function fail(place, problem) {
  if (place?.dataset.ready) return;
  place?.remove();
  says.textContent = button.dataset.failed;
  console.warn(problem);
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", open);
}
