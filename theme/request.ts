/* The calculators of the page of requests. Nothing that is typed leaves the
   page or is kept. */
import {deadline} from "./components/request/deadline";
import {fee} from "./components/request/fee";

deadline();
fee();
