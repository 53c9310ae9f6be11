"""Checks that the manifests, the sample settings and the server's source fit each other; schemas do not tell that."""

import pathlib
import re
import sys

import json5
import yaml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = PROJECT / "deploy"
problems = []


def require(holds, problem):
    if not holds:
        problems.append(problem)


def source(path):
    return (PROJECT / "Sources" / "medcodesd" / path).read_text()


def port(endpoint):
    return int(endpoint.rpartition(":")[2])


# The samples name settings that exist.
known = set(re.findall(r'name: "([a-z-]+)"', source("Settings/ServeDefinitions.swift")))
samples = {path.name: json5.loads(path.read_text()) for path in sorted((DEPLOY / "config").glob("*.json5"))}
require(len(known) >= 10, "ServeDefinitions.swift is not read as it should be")
for name, settings in samples.items():
    for unknown in settings.keys() - known:
        problems.append(f"{name}: there is no setting '{unknown}'")
settings = samples["cluster.json5"]
require("admin-identity" not in settings, "cluster.json5: a change over the wire would reach one pod")

# Kustomize takes every manifest.
kustomization = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())
manifests = {path.name for path in (DEPLOY / "kubernetes").glob("*.yaml")} - {"kustomization.yaml"}
require(set(kustomization["resources"]) == manifests | {"../config"}, "kustomization.yaml lists other files than there are")
objects = {}
for name in manifests:
    document = yaml.safe_load((DEPLOY / "kubernetes" / name).read_text())
    objects[document["kind"]] = document
    namespace = document["metadata"].get("namespace", document["metadata"]["name"])
    require(namespace == kustomization["namespace"], f"{name}: the namespace is {namespace}")

# Everything means the same pods.
deployment = objects["Deployment"]
template = deployment["spec"]["template"]
labels = template["metadata"]["labels"]
for kind, selector in {
    "Deployment": deployment["spec"]["selector"]["matchLabels"],
    "Service": objects["Service"]["spec"]["selector"],
    "PodDisruptionBudget": objects["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
    "NetworkPolicy": objects["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
}.items():
    require(selector.items() <= labels.items(), f"{kind}: {selector} does not select the pods")
scaled = objects["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
require((scaled["kind"], scaled["name"]) == ("Deployment", deployment["metadata"]["name"]), "the autoscaler scales another")
require("replicas" not in deployment["spec"], "replicas in the Deployment would undo what the autoscaler did")

# Ports and pages are those of the settings and of the server.
container, = template["spec"]["containers"]
ports = {entry["name"]: entry["containerPort"] for entry in container["ports"]}
require(ports == {"grpc": port(settings["listen"]), "admin": port(settings["admin-listen"])}, f"ports are {ports}")
service_port, = objects["Service"]["spec"]["ports"]
require(service_port["targetPort"] in ports, "Service: there is no such port")
require(service_port["port"] == ports["grpc"], "Service: a headless service cannot change the port")
for rule in objects["NetworkPolicy"]["spec"]["ingress"]:
    for allowed in rule["ports"]:
        require(allowed["port"] in ports, f"NetworkPolicy: there is no port {allowed['port']}")
pages = set(re.findall(r'^ +"(/[a-z/]+)":', source("Admin/AdminPages.swift"), re.MULTILINE))
for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
    get = container[probe]["httpGet"]
    require(get["port"] == "admin" and get["path"] in pages, f"{probe}: {get} is no page of the server")
annotations = template["metadata"]["annotations"]
require(annotations["prometheus.io/port"] == str(ports["admin"]), "Prometheus is sent to another port")
require(annotations["prometheus.io/path"] in pages, "Prometheus is sent to no page of the server")

# Each file that is named is in a volume that is mounted, and the settings are where the argument says.
mounts = {mount["mountPath"]: mount for mount in container["volumeMounts"]}
volumes = {volume["name"] for volume in template["spec"]["volumes"]}
for mount in mounts.values():
    require(mount["name"] in volumes, f"there is no volume {mount['name']}")
for name in ("tls-certificate", "tls-key", "client-ca", "store"):
    folder = str(pathlib.PurePosixPath(settings[name].removeprefix("sqlite:")).parent)
    require(folder in mounts, f"cluster.json5: nothing is mounted on {folder} for {name}")
    require("subPath" not in mounts.get(folder, {}), f"{folder}: files of a subPath are never renewed")
require(container["args"][:2] == ["serve", "--config"] and container["args"][2] in mounts, "the settings are not mounted")
images = {image["name"] for image in kustomization["images"]}
for each in template["spec"]["containers"] + template["spec"]["initContainers"]:
    require(each["image"] in images, f"{each['image']} has no tag in kustomization.yaml")

for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(bool(problems))
