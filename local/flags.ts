import { parseArgs } from 'node:util';
import { Failure } from './failure.ts';
import { readPort } from './ports.ts';

export interface Ports {
  dashboard: number;
  api: number;
  database: number;
}

/** The flags of npm start and npm run dev. Throws a Failure for one there is not. */
export function readFlags(): { fresh: boolean; ports: Ports } {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        port: { type: 'string', default: '5173' },
        'api-port': { type: 'string', default: '54321' },
        'db-port': { type: 'string', default: '54322' },
      },
    });
    const ports = {
      dashboard: readPort(values.port, '--port'),
      api: readPort(values['api-port'], '--api-port'),
      database: readPort(values['db-port'], '--db-port'),
    };
    if (new Set(Object.values(ports)).size < 3) {
      throw new Failure('--port, --api-port and --db-port must be three different ports.');
    }
    return { fresh: values.fresh, ports };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const unknown = error instanceof Error ? error.message.split('.')[0] : error;
    throw new Failure(`${unknown}: npm start -- takes --fresh, --port, --api-port and --db-port.`);
  }
}
