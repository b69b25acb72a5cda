import { generateKeyPairSync, randomBytes } from 'node:crypto';
import forge from 'node-forge';

/** A certificate and its key, in PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

/** A root that nobody trusts unless told to. */
export function makeRoot(): Certificate {
  return make(
    [{ name: 'commonName', value: `Test root ${randomBytes(4).toString('hex')}` }],
    [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  );
}

/** The certificate of a server at `ip`, signed by `root`. */
export function makeServerCertificate(root: Certificate, ip: string): Certificate {
  return make(
    [{ name: 'commonName', value: 'database' }],
    [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip }] },
    ],
    root,
  );
}

function make(
  subject: forge.pki.CertificateField[],
  extensions: object[],
  issuer?: Certificate,
): Certificate {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(keys.publicKey) as forge.pki.rsa.PublicKey;
  made.serialNumber = `01${randomBytes(8).toString('hex')}`;
  made.validity.notBefore = new Date(Date.now() - 60_000);
  made.validity.notAfter = new Date(Date.now() + 30 * 86_400_000);
  made.setSubject(subject);
  made.setIssuer(
    issuer ? forge.pki.certificateFromPem(issuer.certificate).subject.attributes : subject,
  );
  made.setExtensions(extensions);
  const signingKey = forge.pki.privateKeyFromPem(issuer?.key ?? keys.privateKey);
  made.sign(signingKey, forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(made), key: keys.privateKey };
}
