// The streaming half of a kubelet, from the libraries that kubelets and container runtimes are made of: the containers are processes of
// this machine, and their logs files of a folder. It has no containers of its own to start: kwok says that pods run.
//
// Its first line of output is the port of 127.0.0.1 that it serves at. It ends when its standard input does; a line there, `kill POD`,
// ends all that runs in a pod, as a kubelet does when the pod is deleted.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/util/proxy"
	translator "k8s.io/apiserver/pkg/util/proxy"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/cri-streaming/pkg/streaming"
	"k8s.io/cri-streaming/pkg/streaming/portforward"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
	"k8s.io/streaming/pkg/httpstream/wsstream"
)

func main() {
	certificate := flag.String("certificate", "", "the file of the serving certificate")
	key := flag.String("key", "", "the file of its key")
	logs := flag.String("logs", "", "the folder of the logs: `POD_CONTAINER.log`, as container runtimes write them")
	flag.Parse()

	containers := newContainers(*logs)
	// As container runtimes do, at an address of its own.
	inner := listen()
	config := streaming.DefaultConfig
	config.BaseURL = &url.URL{Scheme: "http", Host: inner.Addr().String()}
	streams, err := streaming.NewServer(config, containers)
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.Serve(inner, streams)) }()

	outer := listen()
	node := &kubelet{containers, streams}
	go func() { log.Fatal(http.ServeTLS(outer, node, *certificate, *key)) }()
	fmt.Println(outer.Addr().(*net.TCPAddr).Port)

	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if pod, isKill := strings.CutPrefix(lines.Text(), "kill "); isKill {
			containers.kill(pod)
		}
	}
	containers.kill("")
}

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	return listener
}

// What the API server asks of a kubelet: https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/server/server.go
type kubelet struct {
	containers *containers
	streams    streaming.Server
}

func (k *kubelet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// /exec/NAMESPACE/POD/CONTAINER
	parts := strings.Split(r.URL.Path+"///", "/")
	pod, container := parts[3], parts[4]
	switch parts[1] {
	case "containerLogs":
		k.containers.serveLogs(w, r, pod, container)
	case "portForward":
		k.servePortForward(w, r, pod)
	case "exec", "attach":
		k.serveSession(w, r, parts[1], pod+"/"+container)
	default:
		http.NotFound(w, r)
	}
}

func (k *kubelet) serveSession(w http.ResponseWriter, r *http.Request, kind, container string) {
	asked, err := remotecommand.NewOptions(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var at string
	if kind == "exec" {
		answer, failed := k.streams.GetExec(&cri.ExecRequest{
			ContainerId: container, Cmd: r.URL.Query()["command"],
			Stdin: asked.Stdin, Stdout: asked.Stdout, Stderr: asked.Stderr, Tty: asked.TTY,
		})
		at, err = answer.GetUrl(), failed
	} else {
		answer, failed := k.streams.GetAttach(&cri.AttachRequest{
			ContainerId: container,
			Stdin:       asked.Stdin, Stdout: asked.Stdout, Stderr: asked.Stderr, Tty: asked.TTY,
		})
		at, err = answer.GetUrl(), failed
	}
	if err != nil {
		streaming.WriteError(err, w)
		return
	}
	if wsstream.IsWebSocketRequestWithStreamCloseProtocol(r) {
		location, _ := url.Parse(at)
		options := translator.Options{Stdin: asked.Stdin, Stdout: asked.Stdout, Stderr: asked.Stderr, Tty: asked.TTY}
		translator.NewStreamTranslatorHandler(location, nil, 0, options).ServeHTTP(w, r)
		return
	}
	forward(at).ServeHTTP(w, r)
}

func (k *kubelet) servePortForward(w http.ResponseWriter, r *http.Request, pod string) {
	options, err := portforward.NewV4Options(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer, err := k.streams.GetPortForward(&cri.PortForwardRequest{PodSandboxId: pod, Port: options.Ports})
	if err != nil {
		streaming.WriteError(err, w)
		return
	}
	forward(answer.GetUrl()).ServeHTTP(w, r)
}

func forward(at string) http.Handler {
	location, _ := url.Parse(at)
	return proxy.NewUpgradeAwareHandler(location, nil, false, true, failure{})
}

type failure struct{}

func (failure) Error(w http.ResponseWriter, _ *http.Request, err error) {
	http.Error(w, err.Error(), http.StatusInternalServerError)
}
