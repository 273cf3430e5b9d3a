package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"syscall"

	"github.com/creack/pty"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
	utilexec "k8s.io/utils/exec"
)

// What runs in pods: processes of this machine, each in a group of its own, and connections.
type containers struct {
	logs string

	lock    sync.Mutex
	next    int
	running map[int]task
	killed  map[string]bool
}

type task struct {
	pod string
	end func()
}

func newContainers(logs string) *containers {
	return &containers{logs: logs, running: map[int]task{}, killed: map[string]bool{}}
}

// Notes what runs in a pod; the function given says that it does no more.
func (c *containers) add(pod string, end func()) func() {
	c.lock.Lock()
	defer c.lock.Unlock()
	number := c.next
	c.next++
	c.running[number] = task{pod, end}
	return func() {
		c.lock.Lock()
		defer c.lock.Unlock()
		delete(c.running, number)
	}
}

// Ends all that runs in a pod, or in all of them.
func (c *containers) kill(pod string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.killed[pod] = true
	for _, task := range c.running {
		if pod == "" || task.pod == pod {
			task.end()
		}
	}
}

func (c *containers) isKilled(pod string) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.killed[pod]
}

// Exec runs a program, and waits for it.
func (c *containers) Exec(_ context.Context, container string, command []string, in io.Reader, out, errors io.WriteCloser, tty bool, sizes <-chan remotecommand.TerminalSize) error {
	program := exec.Command(command[0], command[1:]...)
	var wait func() error
	var err error
	if tty {
		wait, err = startInTerminal(program, in, out, sizes)
	} else {
		wait, err = start(program, in, out, errors)
	}
	if err != nil {
		return fmt.Errorf("failed to start exec: %w", err)
	}
	pod, _, _ := strings.Cut(container, "/")
	done := c.add(pod, func() { syscall.Kill(-program.Process.Pid, syscall.SIGKILL) })
	defer done()
	return exitError(wait())
}

// Attach is to a program that writes what it reads; each has one of its own.
func (c *containers) Attach(ctx context.Context, container string, in io.Reader, out, errors io.WriteCloser, tty bool, sizes <-chan remotecommand.TerminalSize) error {
	return c.Exec(ctx, container, []string{"sh", "-c", "echo attached; exec cat"}, in, out, errors, tty, sizes)
}

// PortForward is to a port of this machine.
func (c *containers) PortForward(_ context.Context, pod string, port int32, stream io.ReadWriteCloser) error {
	connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("failed to connect inside of the pod: %w", err)
	}
	defer connection.Close()
	done := c.add(pod, func() { connection.Close() })
	defer done()
	ended := make(chan error, 2)
	go func() {
		_, err := io.Copy(connection, stream)
		ended <- err
	}()
	go func() {
		_, err := io.Copy(stream, connection)
		ended <- err
	}()
	return <-ended
}

// The process is not waited for while it has not read its input: it need not.
func start(program *exec.Cmd, in io.Reader, out, errors io.Writer) (func() error, error) {
	program.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if in != nil {
		input, err := program.StdinPipe()
		if err != nil {
			return nil, err
		}
		go func() {
			io.Copy(input, in)
			input.Close()
		}()
	}
	// A nil of this type is none of an interface.
	if out != nil {
		program.Stdout = out
	}
	if errors != nil {
		program.Stderr = errors
	}
	return program.Wait, program.Start()
}

func startInTerminal(program *exec.Cmd, in io.Reader, out io.Writer, sizes <-chan remotecommand.TerminalSize) (func() error, error) {
	terminal, err := pty.Start(program)
	if err != nil {
		return nil, err
	}
	go func() {
		for size := range sizes {
			pty.Setsize(terminal, &pty.Winsize{Cols: size.Width, Rows: size.Height})
		}
	}()
	if in != nil {
		// The end of its input hangs it up, as with containerd.
		go func() {
			io.Copy(terminal, in)
			syscall.Kill(-program.Process.Pid, syscall.SIGHUP)
		}()
	}
	return func() error {
		// It ends once no process has the terminal any more.
		io.Copy(out, terminal)
		err := program.Wait()
		terminal.Close()
		return err
	}, nil
}

// As container runtimes tell an end by a signal.
func exitError(err error) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	code := exit.ExitCode()
	if status := exit.Sys().(syscall.WaitStatus); status.Signaled() {
		code = 128 + int(status.Signal())
	}
	return utilexec.CodeExitError{Err: fmt.Errorf("exit code %d", code), Code: code}
}
