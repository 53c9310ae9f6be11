// Bootstrap: replaced by generated code.
