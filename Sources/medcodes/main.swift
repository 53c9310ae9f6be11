// Bootstrap: replaced by the real command.
print("bootstrap")
