import type { AddTool } from './tool.ts';
import { countCustomers } from './tools/count-customers.ts';
import { getCustomer } from './tools/get-customer.ts';
import { listProducts } from './tools/list-products.ts';
import { portfolioOverview } from './tools/portfolio-overview.ts';
import { productOverlap } from './tools/product-overlap.ts';
import { recentChanges } from './tools/recent-changes.ts';
import { runView } from './tools/run-view.ts';
import { searchCustomers } from './tools/search-customers.ts';

/** The tools, in the order in which they are listed. */
export const TOOLS: AddTool[] = [
  listProducts,
  searchCustomers,
  getCustomer,
  countCustomers,
  portfolioOverview,
  productOverlap,
  recentChanges,
  runView,
];
