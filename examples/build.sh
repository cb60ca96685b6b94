# shellcheck shell=bash
# Sourced by run and cluster: builds the examples if need be, and finds java.
here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)"
root="$(dirname "$here")"
stamp="$here/target/lib/.complete"

needs_build() {
  [ -f "$stamp" ] || return 0
  [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" -print -quit)" ]
}

build() {
  needs_build || return 0
  echo "building the examples with Maven (the first time this downloads Flink and takes minutes)" >&2
  rm -f "$stamp"
  rm -rf "$here/target/lib"
  if ! mvn -q -B -f "$root/pom.xml" -Pdev,examples-run -pl examples -am package \
    -Dmaven.test.skip=true >"$here/target/build.log" 2>&1; then
    cat "$here/target/build.log" >&2
    echo "examples/$(basename "$0"): the build failed; its messages are above" >&2
    exit 1
  fi
  touch "$stamp"
}

mkdir -p "$here/target/logs"
if command -v flock >/dev/null; then
  # Two jobs that start at once must not build into the same folder.
  exec 9>"$here/target/.build-lock"
  flock 9
  build
  exec 9>&-
else
  build
fi

terminal=false
[ -t 1 ] && terminal=true
java="java"
[ -n "${JAVA_HOME:-}" ] && java="$JAVA_HOME/bin/java"

# Runs a class of the examples, with arguments.
run_java() {
  # shellcheck disable=SC2086 # JAVA_OPTS is a list of options
  exec "$java" -XX:+UseG1GC ${JAVA_OPTS:-} \
    -Dexamples.home="$here" -Dexamples.terminal="$terminal" \
    -Dexamples.log="$here/target/logs/$(date +%Y%m%d-%H%M%S)-$$.log" \
    -cp "$here/target/classes:$here/target/lib/*" "$@"
}
