// SPDX-License-Identifier: GPL-3.0-or-later
// A program that behaves well or badly, as its arguments say. Plain C++, so that nothing but itself is measured.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

void say(int descriptor, const std::string& text)
{
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t n = ::write(descriptor, text.data() + written, text.size() - written);
        if (n <= 0)
            std::_Exit(99);
        written += static_cast<std::size_t>(n);
    }
}

[[noreturn]] void sleepForever()
{
    for (;;)
        ::pause();
}

std::string statusLine(const char* name)
{
    std::FILE* file = std::fopen("/proc/self/status", "r");
    char line[256];
    std::string found;
    while (file && std::fgets(line, sizeof line, file)) {
        if (std::strncmp(line, name, std::strlen(name)) == 0)
            found = line;
    }
    if (file)
        std::fclose(file);
    return found;
}

int report()
{
    char path[4096] = {};
    std::string text = statusLine("SigBlk:") + statusLine("SigIgn:");
    text += "pid " + std::to_string(::getpid()) + "\n";
    text += "group " + std::to_string(::getpgrp()) + "\n";
    text += "session " + std::to_string(::getsid(0)) + "\n";
    (void)!::readlink("/proc/self/fd/0", path, sizeof path - 1);
    text += std::string("stdin ") + path + "\n";
    char byte = 0;
    text += "stdin bytes " + std::to_string(::read(0, &byte, 1)) + "\n";
    text += std::string("folder ") + ::getcwd(path, sizeof path) + "\n";
    for (char** variable = environ; *variable; ++variable)
        text += std::string("env ") + *variable + "\n";
    say(1, text);
    return 0;
}

/// Starts a process that outlives us, says its number, and ends.
int leaveBehind(bool deaf)
{
    int ready[2];
    (void)!::pipe(ready);
    const pid_t left = ::fork();
    if (left == 0) {
        if (deaf)
            std::signal(SIGINT, SIG_IGN);
        (void)!::write(ready[1], "r", 1);
        sleepForever();
    }
    char byte = 0;
    (void)!::read(ready[0], &byte, 1);
    say(1, std::to_string(left) + "\n");
    return 0;
}

int flood(int descriptor, long megabytes, bool withLines)
{
    std::string block(1 << 20, 'x');
    for (std::size_t i = 99; withLines && i < block.size(); i += 100)
        block[i] = '\n';
    for (long i = 0; i < megabytes; ++i)
        say(descriptor, block);
    return 0;
}

double processorSeconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Works for that many processor seconds and writes a thousand lines in each.
int work(double seconds)
{
    const std::string line = "pg_dump: dumping contents of table \"public.some_table_or_other\"\n";
    for (double next = 0; processorSeconds() < seconds;) {
        if (processorSeconds() >= next) {
            say(2, line);
            next += 0.001;
        }
    }
    return 0;
}

volatile std::sig_atomic_t interrupted = 0;

/// Ends by itself, that long after it was asked to.
int tidyUp(int milliseconds)
{
    std::signal(SIGINT, [](int) { interrupted = 1; });
    say(1, "ready\n");
    while (!interrupted)
        ::usleep(1000);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    say(1, "tidied up\n");
    return 7;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    const long number = argc > 2 ? std::atol(argv[2]) : 0;
    if (what == "exit")
        return static_cast<int>(number);
    if (what == "crash") {
        ::raise(SIGKILL);
    } else if (what == "deaf") {
        std::signal(SIGINT, SIG_IGN);
        say(1, "ready\n");
        sleepForever();
    } else if (what == "sleep") {
        say(1, "ready\n");
        sleepForever();
    } else if (what == "tidyUp") {
        return tidyUp(static_cast<int>(number));
    } else if (what == "leaveBehind") {
        return leaveBehind(false);
    } else if (what == "leaveBehindDeaf") {
        leaveBehind(true);
        sleepForever();
    } else if (what == "floodOutput" || what == "floodErrors") {
        return flood(what == "floodOutput" ? 1 : 2, number, true);
    } else if (what == "floodWithoutLines") {
        return flood(1, number, false);
    } else if (what == "half") {
        say(1, "whole\r\n\nhalf");
        say(2, "error half");
        return 0;
    } else if (what == "report") {
        return report();
    } else if (what == "closeOutput") {
        ::close(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(number));
        return 0;
    } else if (what == "errorThenSleep") {
        say(2, "now\n");
        std::this_thread::sleep_for(std::chrono::milliseconds(number));
        return 0;
    } else if (what == "work") {
        return work(static_cast<double>(number) / 1000);
    } else if (what == "readDescriptor") {
        char text[256] = {};
        const ssize_t length = ::pread(static_cast<int>(number), text, sizeof text, 0);
        if (length < 0)
            return 1;
        say(1, std::string(text, static_cast<std::size_t>(length)));
        return 0;
    }
    return 64;
}
