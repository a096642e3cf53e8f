// Checks a detached CAdES signature with PKI.js: node verify.mjs SIGNATURE CONTENT ROOTS TIME
//
// SIGNATURE is DER, CONTENT the signed bytes, ROOTS a PEM file of trusted certificates, TIME a
// moment in RFC 3339. Prints one JSON object; leaves with 0 only if all of it is right.

import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";

const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const DATA = "1.2.840.113549.1.7.1";
const HASHES = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};

pkijs.setEngine("node", new pkijs.CryptoEngine({ name: "node", crypto: webcrypto }));

function bytes(path) {
  const read = readFileSync(path);
  return read.buffer.slice(read.byteOffset, read.byteOffset + read.byteLength);
}

function certificates(path) {
  const blocks = readFileSync(path, "latin1").matchAll(
    /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g,
  );
  return [...blocks].map((block) => pkijs.Certificate.fromBER(Buffer.from(block[1], "base64")));
}

function equal(one, other) {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0;
}

// The one value of a signed attribute; there must be exactly one (RFC 5652, 5.3).
function attribute(signer, type) {
  const found = signer.signedAttrs.attributes.filter((item) => item.type === type);
  if (found.length !== 1 || found[0].values.length !== 1) throw new Error(`attribute ${type}`);
  return found[0].values[0];
}

// RFC 5035: the first ESSCertIDv2 names the signer's certificate; its hash is SHA-256 by default.
async function namesCertificate(signer, certificate) {
  const identifier = attribute(signer, SIGNING_CERTIFICATE_V2).valueBlock.value[0].valueBlock.value[0];
  const [first, second] = identifier.valueBlock.value;
  const explicit = first instanceof asn1js.Sequence;
  const name = explicit ? HASHES[first.valueBlock.value[0].valueBlock.toString()] : "SHA-256";
  const expected = (explicit ? second : first).valueBlock.valueHexView;
  const found = await webcrypto.subtle.digest(name, certificate.toSchema(true).toBER(false));
  return equal(found, expected);
}

const [signaturePath, contentPath, rootsPath, time] = process.argv.slice(2);
const result = { signature: false, digest: false, type: false, certificate: false, path: false };
try {
  const outer = pkijs.ContentInfo.fromBER(bytes(signaturePath));
  const signed = new pkijs.SignedData({ schema: outer.content });
  if (signed.signerInfos.length !== 1) throw new Error("not one signer");
  const [signer] = signed.signerInfos;
  const content = bytes(contentPath);
  const hash = HASHES[signer.digestAlgorithm.algorithmId];
  const digest = await webcrypto.subtle.digest(hash, content);
  result.digest = equal(digest, attribute(signer, MESSAGE_DIGEST).valueBlock.valueHexView);
  result.type = attribute(signer, CONTENT_TYPE).valueBlock.toString() === DATA;
  // Without the chain first, so that a changed byte and a missing root are told apart.
  const bare = await signed.verify({ signer: 0, data: content, extendedMode: true });
  result.signature = bare.signatureVerified === true;
  result.certificate = await namesCertificate(signer, bare.signerCertificate);
  const whole = await signed.verify({
    signer: 0,
    data: content,
    trustedCerts: certificates(rootsPath),
    checkChain: true,
    checkDate: new Date(time),
    extendedMode: true,
  });
  result.path = whole.signerCertificateVerified === true && whole.signatureVerified === true;
} catch (error) {
  result.error = error.message ?? String(error);
}
console.log(JSON.stringify(result));
const right = ["signature", "digest", "type", "certificate", "path"].every((key) => result[key]);
process.exitCode = right ? 0 : 1;
