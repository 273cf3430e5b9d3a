package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	internalapi "k8s.io/cri-api/pkg/apis"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/cri-client/pkg/logs"
)

// Serves `POD_CONTAINER.log`, or that of the run before; the container runs until its pod is killed.
func (c *containers) serveLogs(w http.ResponseWriter, r *http.Request, pod, container string) {
	isPrevious := r.URL.Query().Get("previous") == "true"
	file := filepath.Join(c.logs, pod+"_"+container+".log")
	if isPrevious {
		file += ".previous"
	}
	if _, err := os.Stat(file); err != nil {
		message := fmt.Sprintf("container %q in pod %q is waiting to start: ContainerCreating", container, pod)
		if isPrevious {
			message = fmt.Sprintf("previous terminated container %q in pod %q not found", container, pod)
		}
		http.Error(w, message, http.StatusBadRequest)
		return
	}
	w.Header().Set("Transfer-Encoding", "chunked")
	out := flushed{w}
	if err := logs.ReadLogs(r.Context(), file, pod, logOptions(r), states{containers: c}, out, out); err != nil {
		fmt.Fprintln(os.Stderr, "logs:", err)
	}
}

func logOptions(r *http.Request) *logs.LogOptions {
	query := r.URL.Query()
	number := func(name string) *int64 {
		value, err := strconv.ParseInt(query.Get(name), 10, 64)
		if err != nil {
			return nil
		}
		return &value
	}
	since, _ := time.Parse(time.RFC3339, query.Get("sinceTime"))
	if seconds := number("sinceSeconds"); seconds != nil {
		since = time.Now().Add(-time.Duration(*seconds) * time.Second)
	}
	return &logs.LogOptions{
		Since:      since,
		Follow:     query.Get("follow") == "true",
		Timestamp:  query.Get("timestamps") == "true",
		TailLines:  number("tailLines"),
		LimitBytes: number("limitBytes"),
	}
}

// Sends each line as it comes.
type flushed struct{ http.ResponseWriter }

func (f flushed) Write(line []byte) (int, error) {
	length, err := f.ResponseWriter.Write(line)
	f.ResponseWriter.(http.Flusher).Flush()
	return length, err
}

// What the reader of logs asks of a container runtime: whether one that is followed goes on.
type states struct {
	internalapi.RuntimeService
	containers *containers
}

func (s states) ContainerStatus(_ context.Context, pod string, _ bool) (*cri.ContainerStatusResponse, error) {
	state := cri.ContainerState_CONTAINER_RUNNING
	if s.containers.isKilled(pod) {
		state = cri.ContainerState_CONTAINER_EXITED
	}
	return &cri.ContainerStatusResponse{Status: &cri.ContainerStatus{State: state}}, nil
}
