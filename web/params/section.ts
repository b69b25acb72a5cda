/** The parts of the site whose pages are articles. */
export const match = (param: string): boolean => param === 'use-cases' || param === 'compare';
