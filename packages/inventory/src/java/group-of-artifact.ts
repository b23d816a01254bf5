import type { JarFile } from "./jar-file.ts";
import { isCoordinate } from "./maven-coordinates.ts";

/** A family of artifacts that share a group. */
interface Family {
  /** The artifact's name, or its beginning up to a `-` or `_`. */
  readonly artifact: string;
  /** How a folder with classes begins that such an archive has; one without any classes needs none. */
  readonly folder: string;
  readonly group: string;
  /** First number of the lowest version that has this group. */
  readonly since?: number;
}

/** `ARTIFACT FOLDER GROUP [SINCE]` of well-known families whose builds leave no group in the JAR; the first that fits counts. */
const families: readonly Family[] = `
spring-boot org/springframework/boot org.springframework.boot
spring-security- org/springframework/security org.springframework.security
spring-session- org/springframework/session org.springframework.session
spring-integration- org/springframework/integration org.springframework.integration
spring-batch- org/springframework/batch org.springframework.batch
spring-kafka org/springframework/kafka org.springframework.kafka
spring-amqp org/springframework/amqp org.springframework.amqp
spring-rabbit org/springframework/amqp org.springframework.amqp
spring-graphql org/springframework/graphql org.springframework.graphql
spring-ldap- org/springframework/ldap org.springframework.ldap
spring-jcl org/apache/commons org.springframework
spring- org/springframework/ org.springframework
kotlin- kotlin org.jetbrains.kotlin
kotlinx- kotlinx org.jetbrains.kotlinx
groovy groovy org.apache.groovy 4
groovy groovy org.codehaus.groovy
scala-library scala org.scala-lang
scala-reflect scala org.scala-lang
junit-jupiter org/junit/jupiter org.junit.jupiter
junit-platform- org/junit/platform org.junit.platform
junit-vintage- org/junit/vintage org.junit.vintage
apiguardian-api org/apiguardian org.apiguardian
hamcrest org/hamcrest org.hamcrest
mockito- org/mockito org.mockito
okhttp okhttp3 com.squareup.okhttp3
okio okio com.squareup.okio
retrofit retrofit2 com.squareup.retrofit2
rxjava io/reactivex/rxjava3 io.reactivex.rxjava3
rxjava io/reactivex/ io.reactivex.rxjava2
reactor-netty reactor/netty io.projectreactor.netty
reactor- reactor io.projectreactor
reactive-streams org/reactivestreams org.reactivestreams
micrometer- io/micrometer io.micrometer
hibernate-commons-annotations org/hibernate org.hibernate.common
hibernate- org/hibernate org.hibernate.orm 6
hibernate- org/hibernate org.hibernate
tomcat-embed- org/apache/ org.apache.tomcat.embed
tomcat- org/apache/ org.apache.tomcat
lucene- org/apache/lucene org.apache.lucene
kafka- org/apache/kafka org.apache.kafka
kafka_ kafka org.apache.kafka
elasticsearch org/elasticsearch org.elasticsearch
bcprov- org/bouncycastle org.bouncycastle
bcpkix- org/bouncycastle org.bouncycastle
bcutil- org/bouncycastle org.bouncycastle
bcpg- org/bouncycastle org.bouncycastle
bctls- org/bouncycastle org.bouncycastle
grpc- io/grpc io.grpc
perfmark- io/perfmark io.perfmark
opentelemetry-semconv io/opentelemetry io.opentelemetry.semconv
opentelemetry- io/opentelemetry io.opentelemetry
lz4-java net/jpountz org.lz4
ktor- io/ktor io.ktor
selenium- org/openqa org.seleniumhq.selenium
poi org/apache/poi org.apache.poi
solr- org/apache/solr org.apache.solr
graphql-java graphql com.graphql-java
jcommander com/beust com.beust
caffeine com/github/benmanes com.github.ben-manes.caffeine
asm org/objectweb/asm org.ow2.asm 4
asm org/objectweb/asm asm
aspectjrt org/aspectj org.aspectj
aspectjweaver org/aspectj org.aspectj
aspectjtools org/aspectj org.aspectj
h2 org/h2 com.h2database
mysql-connector-java com/mysql mysql
mysql-connector-j com/mysql com.mysql
postgresql org/postgresql org.postgresql
xercesImpl org/apache/xerces xerces
xml-apis org/w3c/dom xml-apis
dom4j org/dom4j org.dom4j 2
dom4j org/dom4j dom4j
jna com/sun/jna net.java.dev.jna
checker-qual org/checkerframework org.checkerframework
`
  .trim()
  .split("\n")
  .map((line) => {
    const [artifact = "", folder = "", group = "", since] = line.split(" ");
    return { artifact, folder, group, ...(since !== undefined && { since: Number(since) }) };
  });

/** The artifacts' groups that project files in the same tree name, by artifact; more than one where they differ. */
export type NamedGroups = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The group of an artifact whose archive has none of Maven's files: the one that its build wrote, that of a well-known family
 * whose classes it has, the one that all project files beside it name, or what its manifest leads to; `undefined` where
 * none of them says it.
 */
export function groupOfArtifact(
  { manifest, classFolders }: JarFile,
  artifact: string,
  version: string | undefined,
  named: NamedGroups,
): string | undefined {
  // Gradle's plug-ins for manifests write GROUP#NAME;VERSION.
  const [written, name] = manifest.get("implementation-title")?.split("#", 2) ?? [];
  if (name !== undefined && isCoordinate(written)) return written;
  const folders = [...classFolders].filter((folder) => !folder.startsWith("META-INF"));
  const major = Number.parseInt(version ?? "", 10);
  const family = families.find(
    ({ artifact: start, folder, since }) =>
      (artifact === start || artifact.startsWith(/[-_]$/.test(start) ? start : `${start}-`)) &&
      (folders.length === 0 || folders.some((each) => each.startsWith(folder))) &&
      (since === undefined || major >= since),
  );
  if (family !== undefined) return family.group;
  const groups = named.get(artifact);
  const [only] = groups ?? [];
  return groups?.size === 1 ? only : groupOfManifest(manifest, artifact);
}

/**
 * Maven calls bundles `GROUP.ARTIFACT`, or `GROUP` where that ends with the artifact, and gives the group as the id of the
 * vendor, too. See maven-bundle-plugin, "Default behavior".
 */
function groupOfManifest(
  manifest: ReadonlyMap<string, string>,
  artifact: string,
): string | undefined {
  const [bundle = ""] = (manifest.get("bundle-symbolicname") ?? "").split(";", 1);
  const dot = bundle.lastIndexOf(".");
  const [start, last] = [bundle.slice(0, Math.max(dot, 0)), bundle.slice(dot + 1)];
  const above = start.slice(start.lastIndexOf(".") + 1);
  // The name of a Maven bundle leaves out the beginning of the artifact that the group ends with.
  if (start.includes(".") && (artifact === last || artifact === `${above}-${last}`)) return start;
  if (start !== "" && artifact === last) return bundle;
  const vendor = manifest.get("implementation-vendor-id");
  // A foundation is the vendor of many groups.
  return isCoordinate(vendor) && vendor.includes(".") && vendor !== "org.apache"
    ? vendor
    : undefined;
}
