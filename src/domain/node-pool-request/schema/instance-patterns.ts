import * as z from "zod";
import { nonEmptyText } from "./field.ts";

const names = z.array(nonEmptyText).optional();
const amount = z.number().optional();

/** ACK: the data type InstancePatterns, which picks instance types by what they have. Memory is in GiB. */
export const instancePatterns = z.looseObject({
  cores: amount,
  memory: amount,
  min_cpu_cores: amount,
  max_cpu_cores: amount,
  min_memory_size: amount,
  max_memory_size: amount,
  maximum_gpu_amount: amount,
  cpu_architectures: names,
  excluded_instance_types: names,
  instance_categories: names,
  instance_family_level: nonEmptyText.optional(),
  instance_type_families: names,
  minimum_eni_ipv6_address_quantity: amount,
  minimum_eni_private_ip_address_quantity: amount,
  minimum_eni_quantity: amount,
  /** Deprecated in favour of `cpu_architectures`, still taken. */
  architectures: names,
  /** Deprecated, still taken. */
  burst_performance_option: nonEmptyText.optional(),
  /** Deprecated in favour of `cores`, still taken. */
  core: amount,
  /** Deprecated, still taken. Per hour. */
  max_price: amount,
});
