// Suggestions below the search box in the header, loaded when somebody types.

import { suggestIn } from "./components/search/combobox";

const form = document.querySelector<HTMLFormElement>("form[role=search]");
if (form) suggestIn(form);
