// The peer on grpc C++: one method that answers every request with the same message. The asynchronous generic service,
// with a completion queue and a thread per core, is the fastest way the library has: messages stay bytes, and no call
// changes threads.
//
//     fixed-reply-grpc-cpp PORT CERTIFICATE KEY MESSAGE-FILE

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

std::string Contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::cerr << "cannot read " << path << "\n";
        std::exit(66);
    }
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A call from the waiting for it to its end; each has another wait in its place as soon as it begins.
class Call {
public:
    Call(grpc::AsyncGenericService* service, grpc::ServerCompletionQueue* queue, const grpc::Slice* message)
        : service_(service), queue_(queue), message_(message), stream_(&context_) {
        service_->RequestCall(&context_, &stream_, queue_, queue_, this);
    }

    void Advance(bool succeeded) {
        if (!succeeded || state_ == State::kEnding) {
            delete this;
        } else if (state_ == State::kWaiting) {
            new Call(service_, queue_, message_);
            state_ = State::kReading;
            stream_.Read(&request_, this);
        } else {
            state_ = State::kEnding;
            context_.AddInitialMetadata("medcodes-revision", "42");
            context_.AddInitialMetadata("medcodes-cache", "hit");
            stream_.WriteAndFinish(grpc::ByteBuffer(message_, 1), grpc::WriteOptions(), grpc::Status::OK, this);
        }
    }

private:
    enum class State { kWaiting, kReading, kEnding };

    grpc::AsyncGenericService* service_;
    grpc::ServerCompletionQueue* queue_;
    const grpc::Slice* message_;
    grpc::GenericServerContext context_;
    grpc::GenericServerAsyncReaderWriter stream_;
    grpc::ByteBuffer request_;
    State state_ = State::kWaiting;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 5) {
        std::cerr << "usage: fixed-reply-grpc-cpp PORT CERTIFICATE KEY MESSAGE-FILE\n";
        return 64;
    }
    grpc::SslServerCredentialsOptions tls;
    tls.pem_key_cert_pairs.push_back({Contents(arguments[3]), Contents(arguments[2])});
    const grpc::Slice message(Contents(arguments[4]));

    grpc::AsyncGenericService service;
    grpc::ServerBuilder builder;
    builder.AddListeningPort(std::string("127.0.0.1:") + arguments[1], grpc::SslServerCredentials(tls));
    builder.RegisterAsyncGenericService(&service);
    std::vector<std::unique_ptr<grpc::ServerCompletionQueue>> queues;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) {
        queues.push_back(builder.AddCompletionQueue());
    }
    const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    if (!server) return 69;

    std::vector<std::thread> threads;
    for (auto& queue : queues) {
        threads.emplace_back([&service, &message, queue = queue.get()] {
            for (int i = 0; i < 100; ++i) new Call(&service, queue, &message);
            void* call;
            bool succeeded;
            while (queue->Next(&call, &succeeded)) static_cast<Call*>(call)->Advance(succeeded);
        });
    }
    for (auto& thread : threads) thread.join();
}
