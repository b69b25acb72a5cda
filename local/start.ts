import { runTinyCRM } from './tinycrm.ts';

// npm start [-- --fresh --port 5173 --api-port 54321 --db-port 54322]
await runTinyCRM('built');
