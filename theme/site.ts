// Comforts only: without scripts everything is there to be read and sent. Each
// part looks for its own hooks and does nothing on a page that has none.

import { header } from "./components/header/header";
import { elder } from "./components/elder/elder";
import { form } from "./components/form/form";
import { box } from "./components/search/box";
import { glossary } from "./components/glossary/glossary";
import { hall } from "./components/hall/hall";
import { keep } from "./components/keep/keep";
import { leave } from "./components/leave/leave";
import { read } from "./components/read/read";

document.documentElement.classList.add("scripted");
for (const part of [elder, hall, header, box, form, keep, leave, read, glossary]) {
  try {
    part();
  } catch (e) {
    // A part that an old browser can't run must not take the others with it.
  }
}
