package dynamo

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// oldestJava is what DynamoDB Local 3 needs.
const oldestJava = 17

// HaveJava is the path of a Java that can run the engine: JAVA_HOME's, else the first in PATH. The error is one
// sentence for the person who has to install it.
func HaveJava() (string, error) {
	path, err := findJava(os.Getenv("JAVA_HOME"))
	if err != nil {
		return "", fmt.Errorf("DynamoDB Local needs Java %d or newer, and no java was found in JAVA_HOME or PATH", oldestJava)
	}
	// -version answers on standard error; macOS has a java that only says that there is none.
	out, err := exec.Command(path, "-version").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("DynamoDB Local needs Java %d or newer, and %s does not run", oldestJava, path)
	}
	if version := javaVersion(string(out)); version < oldestJava {
		return "", fmt.Errorf("DynamoDB Local needs Java %d or newer, and %s is Java %d", oldestJava, path, version)
	}
	return path, nil
}

func findJava(home string) (string, error) {
	if home != "" {
		if path, err := exec.LookPath(filepath.Join(home, "bin", "java")); err == nil {
			return path, nil
		}
	}
	return exec.LookPath("java")
}

var versionLine = regexp.MustCompile(`version "(?:1\.)?(\d+)`)

// javaVersion reads the major version: 8 of "1.8.0_392", 17 of "17.0.15"; 0 if it is not said.
func javaVersion(said string) int {
	found := versionLine.FindStringSubmatch(said)
	if found == nil {
		return 0
	}
	version, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	return version
}
