// The script of search.html.

import { page } from "./components/search/page";

page();
