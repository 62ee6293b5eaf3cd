/** @import { Person } from "./shapes.js" */

/** @param {Person} person */
export function isAdmin({ title }) {
  return /sharepoint/iu.test(title);
}

/** @param {Person[]} people */
export function officersOf(people) {
  return people.filter((person) => !person.hub && !person.left && !isAdmin(person));
}

/** @param {Person[]} people */
export function hubStaffOf(people) {
  return people.filter(({ hub, left }) => hub && !left);
}

/** @param {Person[]} people the admin first, then the hub, who may edit the lists too */
export function editorsOf(people) {
  return [...people.filter((person) => isAdmin(person) && !person.left), ...hubStaffOf(people)];
}
