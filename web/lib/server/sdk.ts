import { integrity, version } from 'virtual:sdk';

/** The SDK that this dashboard serves: web/routes/(site)/sdk.tgz. */
export const SDK = { version, integrity };
