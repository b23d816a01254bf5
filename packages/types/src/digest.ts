/** Algorithm and lower-case hexadecimal value, as in OCI: `sha256:9f86d0…`. */
export type Digest = string;
