"""What `deploy/` promises: nothing runs as root or writes where it should not, nothing is reachable but nginx, and all names fit together."""
from __future__ import annotations

import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set

import pytest
import yaml

from groundwork.running.training import CODE, CONTENT
from groundwork.settings import PROJECT_ROOT, SETTINGS

DEPLOY = PROJECT_ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
KNOWN = {setting.name for setting in SETTINGS}
OUTSIDE = {"nginx"}


def compose(*names: str) -> Dict[str, Any]:
    """Compose files one over the other, as far as these use it: maps are merged, lists are added, anything else is replaced."""
    merged: Dict[str, Any] = {}
    for name in names:
        merged = _over(merged, yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8")))
    return merged


def _over(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return {key: _over(below.get(key), above[key]) if key in above else below[key] for key in {**below, **above}}
    return below + [item for item in above if item not in below] if isinstance(below, list) and isinstance(above, list) else above


COMPOSE = {"one": compose("compose.yml"), "replicas": compose("compose.yml", "compose.replicas.yml")}


def services() -> Iterator[Any]:
    for kind, written in COMPOSE.items():
        for name, service in written["services"].items():
            yield pytest.param(name, service, id=f"{kind}: {name}")


@pytest.mark.parametrize(("name", "service"), services())
def test_a_container_can_do_no_more_than_it_needs(name: str, service: Dict[str, Any]) -> None:
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(service)
    assert service["restart"] == "unless-stopped" and service["deploy"]["resources"]["limits"]["memory"] and service["deploy"]["resources"]["limits"]["pids"]
    assert bool(service.get("ports")) == (name in OUTSIDE) and ("outside" in service["networks"]) == (name in OUTSIDE)
    assert name.startswith("groundwork-") or service["healthcheck"]["test"]  # the image has its own
    _is_pinned(service["image"])


@pytest.mark.parametrize("kind", COMPOSE)
def test_the_names_in_a_compose_file_fit_together(kind: str) -> None:
    written = COMPOSE[kind]
    assert written["networks"]["inside"]["internal"] is True
    subnet = written["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    for service in written["services"].values():
        assert set(service["networks"]) <= set(written["networks"]) and set(service.get("depends_on", {})) <= set(written["services"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in written["volumes"], volume
    apps = [name for name in written["services"] if name.startswith("groundwork-")]
    for app in apps:
        environment = written["services"][app]["environment"]
        assert {name for name in environment if name.startswith("GROUNDWORK_")} <= KNOWN and environment["GROUNDWORK_WEB_TRUSTED_PROXIES"] == subnet
    assert set(apps) == _upstream(f"upstream-{kind}.conf") and set(apps) <= set(written["services"]["nginx"]["depends_on"])


def test_every_setting_of_the_example_is_one_that_is_read() -> None:
    named = re.findall(r"^([A-Z_]+)=", (DEPLOY / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", (DEPLOY / "compose.replicas.yml").read_text(encoding="utf-8")))
    assert {name for name in named if name.startswith("GROUNDWORK_")} <= KNOWN and asked <= set(named)


def _upstream(name: str) -> Set[str]:
    return set(re.findall(r"server (\S+):5005", (DEPLOY / "nginx" / name).read_text(encoding="utf-8")))


def _is_pinned(image: str) -> None:
    """A plain name with a version, or ours that is built here; no registry's host."""
    name, _, tag = image.partition(":")
    assert "." not in name.split("/")[0] and (name == "groundwork" or re.search(r"\d", tag)), image


# Kubernetes -----------------------------------------------------------------------------------------------------------------------------------------
DOCUMENTS: List[Dict[str, Any]] = [
    document for file in sorted(KUBERNETES.glob("*.yml")) for document in yaml.safe_load_all(file.read_text(encoding="utf-8")) if document
]
PODS = [document for document in DOCUMENTS if document["kind"] in ("Deployment", "StatefulSet")]


def named(kind: str) -> Dict[str, Dict[str, Any]]:
    return {document["metadata"]["name"]: document for document in DOCUMENTS if document["kind"] == kind}


def ids(document: Dict[str, Any]) -> str:
    return str(document["metadata"]["name"])


@pytest.mark.parametrize("document", PODS, ids=ids)
def test_a_pod_keeps_to_the_restricted_standard(document: Dict[str, Any]) -> None:
    pod = document["spec"]["template"]["spec"]
    security = pod["securityContext"]
    assert security["runAsNonRoot"] is True and security["runAsUser"] > 0 and security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False and not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    for container in pod["containers"]:
        allowed = container["securityContext"]
        assert allowed == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
        assert container["resources"]["limits"]["memory"] and {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert container["livenessProbe"] and container["readinessProbe"]
        _is_pinned(container["image"])
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        offered = {volume["name"] for volume in pod.get("volumes", [])} | {claim["metadata"]["name"] for claim in document["spec"].get("volumeClaimTemplates", [])}
        assert mounted == offered and not any("hostPath" in volume for volume in pod.get("volumes", []))


@pytest.mark.parametrize("document", PODS, ids=ids)
def test_a_pod_is_found_by_its_labels_and_ports(document: Dict[str, Any]) -> None:
    template = document["spec"]["template"]
    assert document["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
    ports = {port["name"] for container in template["spec"]["containers"] for port in container["ports"]}
    found = [service for service in named("Service").values() if service["spec"]["selector"]["app"] == template["metadata"]["labels"]["app"]]
    assert found and all(port["targetPort"] in ports for service in found for port in service["spec"]["ports"])
    for container in template["spec"]["containers"]:
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            asked = container.get(probe, {})
            assert (asked.get("httpGet") or asked.get("tcpSocket") or {"port": next(iter(ports))})["port"] in ports


def test_every_process_of_the_upstream_is_a_service_of_one_pod() -> None:
    replicas = named("StatefulSet")["groundwork"]["spec"]["replicas"]
    expected = {f"groundwork-{number}" for number in range(replicas)}
    assert _upstream("upstream-replicas.conf") == expected
    for name in expected:
        assert named("Service")[name]["spec"]["selector"]["statefulset.kubernetes.io/pod-name"] == name


def test_settings_and_secrets_are_there_and_no_secret_is_written() -> None:
    containers = [container for document in PODS for container in document["spec"]["template"]["spec"]["containers"]]
    variables = [variable for container in containers for variable in container.get("env", [])]
    assert {variable["name"] for variable in variables if variable["name"].startswith("GROUNDWORK_")} <= KNOWN
    asked = [variable["valueFrom"]["secretKeyRef"] for variable in variables if "valueFrom" in variable]
    example = named("Secret")["groundwork"]["stringData"]
    assert {one["name"] for one in asked} == {"groundwork"} and {one["key"] for one in asked} == set(example)
    assert all("<" in value for value in example.values())
    secret = {setting.name for setting in SETTINGS if setting.is_secret}
    assert not [variable["name"] for variable in variables if variable["name"] in secret and "value" in variable]


def test_by_default_nothing_speaks_with_anything_and_every_pod_has_what_it_needs() -> None:
    policies = named("NetworkPolicy")
    assert policies["nothing"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for document in PODS:
        name = document["metadata"]["name"]
        spec = policies[name]["spec"]
        assert spec["podSelector"]["matchLabels"] == document["spec"]["template"]["metadata"]["labels"]
        assert all("from" in rule for rule in spec["ingress"]) or name in OUTSIDE
        assert all("ipBlock" not in peer for rule in [*spec["ingress"], *spec.get("egress", [])] for peer in [*rule.get("from", []), *rule.get("to", [])])


def test_the_kustomization_names_every_file_but_the_secrets() -> None:
    written = yaml.safe_load((DEPLOY / "kustomization.yml").read_text(encoding="utf-8"))
    assert {DEPLOY / name for name in written["resources"]} == set(KUBERNETES.glob("*.yml")) - {KUBERNETES / "secrets.example.yml"}
    mounted = {item for document in PODS for volume in document["spec"]["template"]["spec"].get("volumes", []) for item in [volume.get("configMap", {}).get("name")] if item}
    assert mounted == {generator["name"] for generator in written["configMapGenerator"]}
    files = {item.split("=") [0]: item.split("=")[1] for generator in written["configMapGenerator"] for item in generator["files"]}
    assert all((DEPLOY / file).is_file() for file in files.values())
    mounts = [mount["subPath"] for document in PODS for container in document["spec"]["template"]["spec"]["containers"] for mount in container["volumeMounts"] if "subPath" in mount]
    assert set(mounts) == set(files)


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed, so the kustomization was NOT rendered; its parts are checked all the same.")
def test_the_kustomization_renders() -> None:
    done = subprocess.run(["kubectl", "kustomize", str(DEPLOY)], capture_output=True, text=True, timeout=60, check=False)
    rendered = [document for document in yaml.safe_load_all(done.stdout) if document]
    assert done.returncode == 0, done.stderr
    assert len(rendered) == len(DOCUMENTS) and all(document["metadata"].get("namespace", "groundwork") == "groundwork" for document in rendered)


# The image -------------------------------------------------------------------------------------------------------------------------------------------
def test_the_image_has_all_that_is_needed_to_run_and_nothing_of_this_machine() -> None:
    written = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = {Path(source).name for line in re.findall(r"^COPY (?!--from)(.+)$", written, re.MULTILINE) for source in line.split()[:-1]}
    assert "*" in ignored and copied == let_in
    assert {name.split("/")[0] for name in CONTENT + CODE} <= copied and {"actions", "endpoints.yml", "credentials.yml"} <= copied
    assert all((PROJECT_ROOT / name).exists() for name in copied)
    assert not any(fnmatch(name, pattern) for name in let_in for pattern in ("*.env*", "var", "models", "tests", "*.key", ".git"))
    for image in re.findall(r"^FROM (\S+)", written, re.MULTILINE):
        _is_pinned(image)
    last = written.split("\nFROM ")[-1]
    assert re.search(r"^USER [1-9]\d+:", last, re.MULTILINE) and "HEALTHCHECK" in last and "pip" not in last
